"""Content is loaded as versions: nothing twice, nothing altered, nothing lost."""

import shutil
from pathlib import Path

import pytest
from cast import START
from sqlmodel import select

from firstaid.app import content
from firstaid.core.assets import asset_dir
from firstaid.core.content import ContentProblem
from firstaid.core.versions import current_version, current_versions
from firstaid.courses import files as courses
from firstaid.courses.models import CourseVersion, LessonVersion, SkillSheetVersion
from firstaid.facts import files as facts
from firstaid.facts.models import FactVersion, SourceVersion
from firstaid.questions import files as questions
from firstaid.questions.models import QuestionVersion
from firstaid.schemes import files as schemes
from firstaid.schemes.models import SchemeVersion

KINDS = [
    SchemeVersion,
    SourceVersion,
    FactVersion,
    QuestionVersion,
    LessonVersion,
    SkillSheetVersion,
    CourseVersion,
]


@pytest.fixture
def copy(tmp_path) -> Path:
    for folder in ("curriculum", "question_bank"):
        shutil.copytree(asset_dir(folder), tmp_path / folder)
    return tmp_path


def load(session, copy: Path) -> None:
    curriculum = copy / "curriculum"
    schemes.load(session, curriculum / "schemes", at=START)
    facts.load(session, curriculum, at=START)
    questions.load(session, copy / "question_bank", at=START)
    courses.load(session, curriculum, at=START)


def kept(session, kind) -> dict:
    return {version.id: (version.key, version.digest, version.current) for version in session.exec(select(kind))}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_loading_again_adds_nothing(database, session, kind):
    before = kept(session, kind)
    assert before
    with database.transaction() as writing:
        content.load(writing, at=START)
    session.expire_all()
    assert kept(session, kind) == before


@pytest.mark.parametrize(
    "change",
    [
        (SchemeVersion, "cn-redcross-branch", "curriculum/schemes/cn-redcross-branch.yaml", "months: 36", "months: 24"),
        (SourceVersion, "S5", "curriculum/sources.yaml", "read: opening", "read: full"),
        (FactVersion, "cpr.rate", "curriculum/facts/cpr.yaml", "at every age", "at all ages"),
        (QuestionVersion, "adult-cpr-p01", "question_bank/practice/adult-cpr.yaml", "How fast do", "How quickly do"),
        (LessonVersion, "cpr-scene", "curriculum/modules/cpr/lessons/01-scene.en.md", "nap time", "nap-time"),
        (SkillSheetVersion, "choking", "curriculum/skills/choking.yaml", "minutes: 4", "minutes: 5"),
        (CourseVersion, "cpr-aed-one-day", "curriculum/courses/cpr-aed-one-day.yaml", "minutes: 90", "minutes: 95"),
    ],
)
def test_a_changed_file_adds_a_version_and_keeps_the_old_one(database, copy, change):
    kind, key, file, old, new = change
    path = copy / file
    text = path.read_text(encoding="utf-8")
    spot = text.index(old, text.find("id: S5,") if kind is SourceVersion else 0)
    path.write_text(text[:spot] + new + text[spot + len(old) :], encoding="utf-8")
    with database.transaction() as session:
        before = current_version(session, kind, key)
        body = dict(before.body)
        load(session, copy)
        after = current_version(session, kind, key)
        both = session.exec(select(kind).where(kind.key == key)).all()
        assert {version.id for version in both} == {before.id, after.id}
        assert after.id != before.id
        assert (before.current, before.body) == (False, body)
        assert len(current_versions(session, kind)) == len({version.key for version in session.exec(select(kind))})


def test_going_back_to_the_old_file_makes_the_old_version_current_again(database, copy):
    path = copy / "curriculum/skills/choking.yaml"
    text = path.read_text(encoding="utf-8")
    with database.transaction() as session:
        first = current_version(session, SkillSheetVersion, "choking").id
        path.write_text(text.replace("minutes: 4", "minutes: 5"), encoding="utf-8")
        load(session, copy)
        path.write_text(text, encoding="utf-8")
        load(session, copy)
        assert current_version(session, SkillSheetVersion, "choking").id == first
        assert len(session.exec(select(SkillSheetVersion).where(SkillSheetVersion.key == "choking")).all()) == 2


def test_what_is_removed_is_retired_and_still_there(database, copy):
    (copy / "curriculum/skills/choking.yaml").unlink()
    (copy / "question_bank/practice/aed.yaml").unlink()
    with database.transaction() as session:
        load(session, copy)
        assert current_version(session, SkillSheetVersion, "choking") is None
        assert current_version(session, QuestionVersion, "aed-p01") is None
        gone = session.exec(select(QuestionVersion).where(QuestionVersion.key == "aed-p01")).one()
        assert questions.question_of(gone).id == "aed-p01"
        assert current_version(session, SkillSheetVersion, "adult-cpr-aed") is not None


def test_a_file_that_cannot_be_used_changes_nothing(database, session, copy):
    before = {kind: kept(session, kind) for kind in KINDS}
    session.rollback()
    change = copy / "curriculum/schemes/cn-redcross-branch.yaml"
    change.write_text(change.read_text(encoding="utf-8").replace("months: 36", "months: 24"), encoding="utf-8")
    (copy / "curriculum/courses/cpr-aed-one-day.yaml").write_text("id: cpr-aed-one-day\n", encoding="utf-8")
    with pytest.raises(ContentProblem, match=r"cpr-aed-one-day\.yaml"), database.transaction() as writing:
        load(writing, copy)
    assert {kind: kept(session, kind) for kind in KINDS} == before
