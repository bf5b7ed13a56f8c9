"""Both languages are complete, and every word of the field is explained once."""

import importlib.util
import re
from pathlib import Path

import pytest

from firstaid.core import errors

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def words():
    spec = importlib.util.spec_from_file_location("words", ROOT / "tools/words.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_is_translated_once_and_nothing_stale_is_kept(words):
    assert words.problems() == []


def test_the_check_sees_a_missing_a_fuzzy_and_a_stale_sentence(words, monkeypatch, tmp_path):
    (tmp_path / "x.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "你好%(nom)s"\n\nmsgid "Gone"\nmsgstr "没了"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(words, "CATALOGS", tmp_path)
    monkeypatch.setattr(words, "said", lambda: {"Hello %(name)s": "a:1", "New": "a:2"})
    found = "\n".join(words.problems())
    for word in (
        "not translated: 'New'",
        "fuzzy: 'Hello",
        "no longer said: 'Gone'",
        "facts the English has not",
    ):
        assert word in found


def _refusals(kind=errors.FirstAidError):
    for sub in kind.__subclasses__():
        yield sub
        yield from _refusals(sub)


def test_every_refusal_has_a_code_of_its_own_a_sentence_and_advice():
    import firstaid.app.doors  # noqa: F401, PLC0415 - so that every domain's refusals are known

    leaves = [one for one in _refusals() if not one.__subclasses__()]
    codes = [one.code for one in leaves]
    assert len(codes) == len(set(codes)), sorted(code for code in codes if codes.count(code) > 1)
    for one in leaves:
        assert re.fullmatch(r"[a-z]+\.[a-z_0-9]+", one.code), one
        assert one.message.endswith((".", "?")), one
        assert one.advice.endswith("."), one


def test_every_domain_and_every_table_is_in_the_glossary():
    from firstaid.app.tables import metadata  # noqa: PLC0415

    glossary = (ROOT / "docs/words.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", glossary))
    from sqlmodel import SQLModel  # noqa: PLC0415

    models = {mapper.class_.__name__ for mapper in SQLModel._sa_registry.mappers}
    assert metadata.tables
    assert models - named == set()


def test_each_term_of_the_glossary_stands_once_with_both_languages():
    rows = [
        line.strip().strip("|").split("|")
        for line in (ROOT / "docs/words.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not re.match(r"\|[-| ]+\|?$", line)
    ]
    terms = [[cell.strip() for cell in row] for row in rows if row[0].strip() not in {"English", ""}]
    assert terms
    english, chinese = [term[0] for term in terms], [term[1] for term in terms]
    assert len(set(english)) == len(english)
    assert all(re.search(r"[\u4e00-\u9fff]", word) for word in chinese), chinese
