"""The guides say the same in both languages, in the words of the screens, with pictures that are there."""

import re
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from firstaid.core.content import ContentProblem
from firstaid.core.words import CATALOGS, LANGUAGES
from firstaid.guides.files import guides, picture_size, read_guide
from firstaid.guides.rules import GUIDES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/guides"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
ITEM = re.compile(r"^(?:\d+\.|-) ", re.MULTILINE)
FACT = re.compile(r"%\((?:\w+)\)s|\{\w+\}")
TASKS = {f"{guide.key}/{task.key}": task for guide in guides().values() for task in guide.tasks}
every_task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


def shape(text):
    """What the same steps look like in any language."""
    names = [Path(source).name for _, source in PICTURE.findall(text)]
    return len(ITEM.findall(text)), names, text.count("```"), len(LINK.findall(text)), len(BOLD.findall(text))


@pytest.mark.parametrize("key", GUIDES)
def test_a_guides_tasks_have_names_of_their_own_that_fit_an_address(key):
    keys = [task.key for task in guides()[key].tasks]
    assert keys
    assert len(set(keys)) == len(keys)
    assert [one for one in keys if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", one)] == []


@every_task
def test_both_languages_have_the_same_steps_and_pictures(task):
    assert shape(task.text["en"]) == shape(task.text["zh-CN"])


@every_task
def test_at_most_two_pictures_show_a_task_each_with_words_for_those_who_cannot_see_it(task):
    for language in LANGUAGES:
        pictures = PICTURE.findall(task.text[language])
        assert len(pictures) <= 2
        for words, source in pictures:
            assert len(words) >= 6
            assert source.startswith(f"pictures/{language}/")


def test_every_picture_is_there_and_every_picture_that_is_there_is_used(guide_pictures):
    named = {
        source
        for guide in guides().values()
        for task in guide.tasks
        for text in task.text.values()
        for _, source in PICTURE.findall(text)
    }
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("pictures/**/*.png")}
    assert named == there
    taken = {f"pictures/{language}/{name}.png" for language in LANGUAGES for name in guide_pictures.GUIDE_PICTURES}
    assert named == taken


def test_the_pictures_can_be_read_on_a_phone_and_are_light():
    pictures = list(FOLDER.rglob("pictures/**/*.png"))
    assert [path.name for path in pictures if picture_size(path)[0] > 480] == []
    assert [path.name for path in pictures if path.stat().st_size > 30_000] == []


@pytest.fixture
def guide_pictures(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    yield __import__("guide_pictures")
    sys.modules.pop("guide_pictures")


@every_task
def test_every_link_leads_to_a_task_that_is_written(task):
    for language in LANGUAGES:
        for link in LINK.findall(task.text[language]):
            if "://" in link:
                continue
            file, _, anchor = link.partition("#")
            key, _, rest = file.partition(".")
            assert rest == f"{language}.md"
            assert not anchor or anchor in {other.anchors[language] for other in guides()[key].tasks}, link


@pytest.fixture(scope="module")
def said_on_screen():
    """Every sentence of the product in each language, with anything where a fact stands."""
    said = {language: set() for language in LANGUAGES}
    for path in CATALOGS.glob("*.po"):
        with path.open("rb") as source:
            for message in read_po(source, locale="zh_CN"):
                both = zip(LANGUAGES[::-1], (message.id, message.string), strict=True)
                for language, words in both:
                    said[language] |= {words} if isinstance(words, str) else set(words)
    return {
        language: re.compile("|".join(".+".join(map(re.escape, FACT.split(words))) for words in one if speaks(words)))
        for language, one in said.items()
    }


def speaks(words):
    """Whether enough is left without the facts to know the sentence by."""
    rest = "".join(FACT.split(words))
    return len(re.findall(r"[\u4e00-\u9fff]", rest)) >= 2 or len(re.findall(r"[A-Za-z]", rest)) >= 3


@every_task
def test_what_is_bold_stands_on_a_screen_just_so(task, said_on_screen):
    for language in LANGUAGES:
        strange = [
            words for words in BOLD.findall(task.text[language]) if not said_on_screen[language].fullmatch(words)
        ]
        assert strange == [], language


def test_a_guide_whose_languages_differ_in_tasks_cannot_be_read(tmp_path):
    (tmp_path / "head.en.md").write_text("# A\n\nB.\n\n## C\n\nD.\n", encoding="utf-8")
    (tmp_path / "head.zh-CN.md").write_text("# 甲\n\n乙。\n", encoding="utf-8")
    with pytest.raises(ContentProblem, match="same tasks"):
        read_guide(tmp_path, "head")


def test_a_guide_without_its_title_and_paragraph_cannot_be_read(tmp_path):
    for language in LANGUAGES:
        (tmp_path / f"head.{language}.md").write_text("## C\n\nD.\n", encoding="utf-8")
    with pytest.raises(ContentProblem, match="begins with its title"):
        read_guide(tmp_path, "head")
