"""The shipped content keeps its promises; each check is shown a broken copy and must say so."""

import shutil
from pathlib import Path

import pytest

from firstaid.app.content_check import problems
from firstaid.core.assets import asset_dir

pytestmark = pytest.mark.one_engine

QUESTION = """
  - id: {id}
    kind: single
    level: recall
    use: {use}
    status: {status}
    life_critical: false
    facts: [{facts}]
    schemes: all
    enemies: [{enemies}]
    stem: {{en: Which one?, zh-CN: 选哪个？}}
    options:
      - {{id: a, right: true, text: {{en: This, zh-CN: 这个}}, why: {{en: Right., zh-CN: 对。}}}}
      - {{id: b, right: false, text: {{en: "{wrong}", zh-CN: 那个}}, why: {{en: Wrong., zh-CN: 不对。}}}}
    rationale: {{en: So it is., zh-CN: 就是这样。}}
"""


@pytest.fixture
def copy(tmp_path) -> Path:
    """The whole content, to be broken."""
    for folder in ("curriculum", "question_bank"):
        shutil.copytree(asset_dir(folder), tmp_path / folder)
    return tmp_path


@pytest.fixture(scope="module")
def before() -> list[str]:
    """What is said of the content as it is shipped."""
    return problems()


def problems_of(copy: Path) -> list[str]:
    return problems(copy / "curriculum", copy / "question_bank")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def ask(copy: Path, **parts: str) -> None:
    """Add a file with one question."""
    asked = {"id": "extra-1", "use": "exam", "status": "live", "facts": "cpr.rate", "enemies": "", "wrong": "That"}
    head = "topic: extra\ntitle: {en: Extra, zh-CN: 另加}\nquestions:"
    more = copy / "question_bank" / f"{parts.get('id', 'extra-1')}.yaml"
    more.write_text(head + QUESTION.format(**asked | parts), encoding="utf-8")


def test_the_shipped_content_has_no_problems(before):
    assert before == []


def test_a_copy_of_it_has_none_either(copy):
    ask(copy)
    assert problems_of(copy) == []


SCHEME = "curriculum/schemes/cn-redcross-branch.yaml"
SHEET = "curriculum/skills/choking.yaml"
COURSE = "curriculum/courses/cpr-aed-one-day.yaml"
FACTS = "curriculum/facts/cpr.yaml"
LESSON = "curriculum/modules/cpr/lessons/01-scene"
PRACTICE = "question_bank/practice/adult-cpr.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (SCHEME, "months: 36", "months: soon", "validity.months"),
        (SCHEME, "months: 36", "months: 36\n  months: 24", "duplicate key"),
        (SCHEME, "{issuer}-{year}-{serial:05d}", "{issuer}-{year}", "two certificates one number"),
        (SCHEME, "{issuer}-{year}-{serial:05d}", "{issuer}-{year}-{no}", "not issuer, year or serial"),
        (SCHEME, "{issuer}-{year}-{serial:05d}", "{year}-{serial:05d}", "two issuers give the same number"),
        (SCHEME, "{issuer}-{year}-{serial:05d}", "{issuer}-{serial:05d}", "two years give the same number"),
        (SCHEME, "{issuer}-{year}-{serial:05d}", "{issuer}-{year}-{serial}", "9 sorts after 10"),
        (SCHEME, "{issuer}-{year}-{serial:05d}", "{issuer}/{year}/{serial:05d}", "cannot stand in a file's name"),
        (SCHEME, "sources: [S20]", "sources: [S9999]", "attendance: there is no source S9999"),
        (SCHEME, "县级红十字会（示例）", "县级红十字会,示例", "half-width punctuation"),
        (SHEET, "id: consent", "id: ask", "step ask: the id is used twice"),
        (SHEET, "id: worse", "id: judge", "block judge: the id is used twice"),
        (SHEET, "facts: [choking.mild]", "facts: [choking.gone]", "step ask: there is no fact choking.gone"),
        (SHEET, "sources: [S79, S80]", "sources: [S79, S9999]", "there is no source S9999"),
        (SHEET, "(to be confirmed by your instructor)", "", "does not say “to be confirmed”"),
        (SHEET, "（待应急救护师资确认）", "", "does not say “待应急救护师资确认”"),
        (SHEET, "id: judge", "id: judge\n    colour: red", "colour: Extra inputs"),
        (COURSE, "sheets: [adult-cpr-aed, choking]", "sheets: [swimming]", "there is no skill sheet swimming"),
        (COURSE, "modules: [cpr, aed, choking]", "modules: [cpr, swimming]", "there is no lesson in module swimming"),
        (COURSE, "schemes: [cn-redcross-branch]", "schemes: [moon]", "there is no scheme moon"),
        (COURSE, "- id: practice", "- id: theory", "session theory: the id is used twice"),
        (COURSE, "life_critical_min: 12", "life_critical_min: 99", "needs 99 life-critical questions"),
        (COURSE, "topic: aed", "topic: swimming", "swimming needs 5 exam questions, and has 0"),
        (COURSE, "questions: 25", "questions: 26", "do not add up"),
        (FACTS, "id: cpr.recoil", "id: cpr.rate", "fact cpr.rate: the id is used twice"),
        (FACTS, "sources: [S99]", "sources: [S9999]", "fact cpr.rate: there is no source S9999"),
        (FACTS, "sources: [S99]", "sources: [S100]", "fact cpr.rate: it is called strong without a source"),
        (FACTS, "cn-redcross-branch: not asked", "moon: not asked", "there is no scheme moon"),
        (FACTS, "cn-redcross-branch: not asked", "moon: not asked", "cn-redcross-branch has no answer"),
        (FACTS, "differs: true", "differs: false", "has answers by scheme, yet is not said to differ"),
        (
            FACTS,
            "cn-redcross-branch: not asked",
            "cn-redcross-branch: {value: {en: So, zh-CN: 这样}, sources: []}",
            "the answer of cn-redcross-branch has no source",
        ),
        ("curriculum/sources.yaml", "id: S99,", "id: S5,", "source S5: the id is used twice"),
        ("curriculum/sources.yaml", "grade: A", "grade: Z", "grade: Input should be"),
        (PRACTICE, "facts: [cpr.rate]", "facts: [cpr.gone]", "question adult-cpr-p01: there is no fact cpr.gone"),
        (PRACTICE, "facts: [cpr.rate]", "facts: []", "question adult-cpr-p01: it cites no fact"),
        (PRACTICE, "schemes: all", "schemes: [moon]", "question adult-cpr-p01: there is no scheme moon"),
        (PRACTICE, "id: adult-cpr-p02", "id: adult-cpr-p01", "question adult-cpr-p01: the id is used twice"),
        (PRACTICE, "60 to 80 a minute", "80 to 100 a minute", "two options say “80 to 100 a minute”"),
        (PRACTICE, "每分钟60到80次", "每分钟80到100次", "two options say “每分钟80到100次”"),
        (PRACTICE, "How fast do you press the chest?", "How fast 按压?", "Chinese in the English"),
        (PRACTICE, "胸外按压的频率是多少？", "How fast?", "no Chinese in the Chinese"),
        (PRACTICE, "胸外按压的频率是多少？", "''", "adult-cpr.yaml"),
        (PRACTICE, "kind: single", "kind: true_false", "a true-or-false question has two options"),
    ],
)
def test_a_broken_file_is_reported(copy, file, old, new, said):
    change(copy / file, old, new)
    assert any(said in problem for problem in problems_of(copy))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("facts: [scene.safe-first", "facts: [scene.gone", "lesson cpr-scene: there is no fact scene.gone"),
        ("facts: [scene.safe-first", "facts: [call.number", "call.number is weak"),
        ("check: [scene-call-p01", "check: [gone-p01", "no question gone-p01 for its knowledge check"),
        ("check: [scene-call-p01", "check: [extra-1", "asks extra-1, which belongs to the exam"),
        ("check: [scene-call-p01", "check: [draft-1", "asks draft-1, which is not live"),
        ("## ", "<b>Look</b>\n\n## ", "it holds HTML: <b>"),
        ("## ", "<script>alert(1)</script>\n\n## ", "it holds HTML: <script>"),
        ("## ", "![x](../pictures/gone.svg)\n\n## ", "gone.svg is not one of its module's pictures"),
        ("## ", "![x](https://example.org/x.svg)\n\n## ", "https://example.org/x.svg is not one of"),
        ("id: cpr-scene", "id: cpr-call", "lesson cpr-call: the id is used twice"),
    ],
)
def test_a_broken_lesson_is_reported(copy, old, new, said):
    ask(copy)
    ask(copy, id="draft-1", use="practice", status="draft")
    for language in ("en", "zh-CN"):
        change(copy / f"{LESSON}.{language}.md", old, new)
    assert any(said in problem for problem in problems_of(copy))


def test_a_lesson_in_one_language_is_reported(copy):
    (copy / f"{LESSON}.en.md").unlink()
    assert problems_of(copy) == ["01-scene.zh-CN.md: a lesson needs both languages"]


def test_a_lesson_whose_languages_differ_is_reported(copy):
    change(copy / f"{LESSON}.en.md", "minutes: 3", "minutes: 4")
    assert problems_of(copy) == ["01-scene.zh-CN.md: id, minutes, facts or check differ from 01-scene.en.md"]


def test_a_lesson_without_its_head_is_reported(copy):
    (copy / f"{LESSON}.en.md").write_text("Just words.", encoding="utf-8")
    assert "01-scene.en.md: needs its front matter" in problems_of(copy)[0]


def test_a_missing_file_is_reported(copy):
    (copy / "curriculum/sources.yaml").unlink()
    assert "sources.yaml" in problems_of(copy)[0]


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("call.number", "question extra-1: it is live, and call.number may not be asked under cn-redcross-branch"),
        (
            "choking.severe",
            "question extra-1: it is live, and choking.severe may not be asked under cn-redcross-branch",
        ),
    ],
)
def test_a_live_question_on_a_weak_or_disputed_fact_is_reported(copy, fact, said):
    ask(copy, facts=fact)
    assert problems_of(copy) == [said]


def test_a_draft_may_rest_on_a_disputed_fact(copy):
    ask(copy, facts="choking.severe", status="draft")
    assert problems_of(copy) == []


def test_a_fact_that_the_scheme_answers_may_be_asked(copy):
    ask(copy, facts="choking.no-sweep")
    assert problems_of(copy) == []


def test_enemies_name_each_other(copy):
    ask(copy, enemies="extra-2")
    assert problems_of(copy) == ["question extra-1: there is no question extra-2 to be its enemy"]
    ask(copy, id="extra-2")
    assert problems_of(copy) == ["question extra-1: it names extra-2 as its enemy, which does not name it"]
    ask(copy, id="extra-2", enemies="extra-1")
    assert problems_of(copy) == []
    ask(copy, enemies="extra-1, extra-2")
    assert problems_of(copy) == ["question extra-1: it is its own enemy"]


def ask_more_on_a_paper(copy: Path, count: int) -> None:
    change(copy / COURSE, "questions: 25", f"questions: {25 + count}")
    change(copy / COURSE, "cells:", f"cells:\n    - {{topic: extra, count: {count}}}")


def test_enemies_that_leave_no_paper_are_reported(copy):
    ask(copy, enemies="extra-2")
    ask(copy, id="extra-2", enemies="extra-1")
    ask_more_on_a_paper(copy, 2)
    assert problems_of(copy) == ["course cpr-aed-one-day under cn-redcross-branch: its enemies leave no paper"]


def test_enemies_may_stand_on_two_papers(copy):
    ask(copy, enemies="extra-2")
    ask(copy, id="extra-2", enemies="extra-1")
    ask_more_on_a_paper(copy, 1)
    assert problems_of(copy) == []


def test_a_bank_with_no_room_for_a_second_sitting_is_reported(copy):
    ask(copy)
    ask_more_on_a_paper(copy, 1)
    (problem,) = problems_of(copy)
    assert "a second paper would have to repeat questions of the first" in problem


def test_practice_questions_fill_no_paper(copy):
    shutil.rmtree(copy / "question_bank/exam")
    assert any("aed needs 5 exam questions, and has 0" in problem for problem in problems_of(copy))
