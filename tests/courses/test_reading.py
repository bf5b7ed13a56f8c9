import re
from itertools import pairwise

import pytest
from cast import COURSE
from sqlmodel import select

from firstaid.core.versions import current_version, current_versions
from firstaid.courses import access, queries
from firstaid.courses.files import course_of
from firstaid.courses.models import CourseVersion, LessonProgress, LessonVersion
from firstaid.questions.files import question_of
from firstaid.questions.models import QuestionVersion

HERE = f"/learn/{COURSE}"


@pytest.fixture
def course(session):
    return course_of(current_version(session, CourseVersion, COURSE))


@pytest.fixture
def lessons(session, course):
    return queries.lessons_of(session, course)


@pytest.fixture
def wang(browse, cast):
    """A trainee's phone."""
    return browse(cast.wang, device=True)


@pytest.fixture
def asked(session, course, lessons):
    """The questions of the first lesson's knowledge check."""
    return list(queries.check_of(session, course, lessons[0]).values())


def kept_of(session, person_id, lesson):
    """What is kept of her and a lesson by now."""
    session.rollback()
    return queries.progress_of(session, person_id)[lesson.id]


def right_answers(asked):
    return {question.id: sorted(question.key) for question in asked}


def test_lessons_stand_in_the_order_of_modules_and_files(course, lessons):
    places = [(course.modules.index(lesson.module), lesson.position) for lesson in lessons]
    assert places == sorted(places)
    assert {lesson.module for lesson in lessons} == set(course.modules)


@pytest.mark.parametrize("who", ["wang", "chen", "lin", "zhao", "auditor"])
def test_whoever_is_signed_in_reads_every_lesson(browse, cast, lessons, who):
    browser = browse(getattr(cast, who))
    page = browser.get(HERE).text
    for lesson in lessons:
        assert lesson.title["en"] in page
        assert browser.get(f"{HERE}/{lesson.id}").status_code == 200


def test_a_stranger_signs_in_first(browse, lessons):
    answer = browse().get(f"{HERE}/{lessons[0].id}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", ["/learn/none", "/learn/none/cpr-compressions", f"{HERE}/none"])
def test_what_is_not_taught_does_not_exist(wang, path):
    assert wang.get(path).status_code == 404


def test_a_lesson_is_read_in_the_readers_language(browse, cast, lessons):
    first = lessons[0]
    chinese, english = (browse(cast.wang, language=code).get(f"{HERE}/{first.id}").text for code in ("zh", "en"))
    assert first.title["zh-CN"] in chinese
    assert first.title["en"] in english
    assert first.title["zh-CN"] not in english


def test_one_goes_from_lesson_to_lesson(wang, lessons):
    first, second, third, *_ = lessons
    page = wang.get(f"{HERE}/{second.id}").text
    assert f'href="{HERE}/{first.id}"' in page
    assert f'href="{HERE}/{third.id}"' in page


def test_the_sources_of_a_lesson_stand_at_its_end(session, wang, lessons):
    page = wang.get(f"{HERE}/{lessons[0].id}").text
    sources = queries.sources_of(session, lessons[0])
    assert sources
    for source in sources:
        assert source.publisher.replace("&", "&amp;") in page
    assert "not yet been confirmed by an instructor" in page


def test_progress_is_her_own_and_says_where_to_go_on(wang, browse, cast, lessons):
    first, second, *_ = lessons
    for _ in range(2):
        assert wang.post(f"{HERE}/{first.id}/reading").status_code == 303
    mine, others = wang.get(HERE).text, browse(cast.li, device=True).get(HERE).text
    assert f"Go on: {second.title['en']}" in mine
    assert f"1 of {len(lessons)}" in mine
    assert "Start with the first lesson" in others
    assert f"0 of {len(lessons)}" in others


def test_who_has_read_all_is_told_so(wang, lessons):
    for lesson in lessons:
        wang.post(f"{HERE}/{lesson.id}/reading")
    page = wang.get(HERE).text
    assert "You have read every lesson." in page
    assert "Go on:" not in page


def test_the_first_reading_is_the_one_that_is_kept(session, wang, clock, lessons, cast):
    began = clock()
    wang.post(f"{HERE}/{lessons[0].id}/reading")
    clock.tick(days=1)
    wang.post(f"{HERE}/{lessons[0].id}/reading")
    kept = kept_of(session, cast.wang, lessons[0])
    assert (kept.read_at, kept.asked) == (began, None)
    assert queries.read_of(session, cast.wang, access.course_to_read(session, COURSE)) == (1, len(lessons))


def test_before_answering_the_page_holds_no_key_and_no_reason(session, wang, course, lessons):
    for lesson in lessons:
        page = wang.get(f"{HERE}/{lesson.id}").text
        questions = queries.check_of(session, course, lesson).values()
        assert questions, lesson.id
        for question in questions:
            assert question.stem["en"].replace('"', "&#34;").replace("'", "&#39;") in page
            for option in question.options:
                assert f'value="{option.id}"' in page
        form = page[page.index('id="check"') : page.index("</form>", page.index('id="check"'))]
        for question in questions:
            texts = {option.text["en"] for option in question.options} | {question.stem["en"]}
            reasons = {option.why["en"] for option in question.options} | {question.rationale["en"]}
            assert not [why for why in reasons if why not in " ".join(texts) and why in form]
        for word in ("Right answer", "checked", "data-", "Wrong"):
            assert word not in form


def test_no_lesson_asks_what_an_exam_may_ask(session, course, lessons):
    asked = [one for lesson in lessons for one in queries.check_of(session, course, lesson).values()]
    assert asked
    assert {question.use for question in asked} == {"practice"}


def test_an_exam_question_named_in_a_lesson_is_left_out(session, course, lessons):
    versions = [question_of(version) for version in current_versions(session, QuestionVersion)]
    exam = next(question.id for question in versions if question.use == "exam")
    named = lessons[0].model_copy(update={"check": [exam, *lessons[0].check]})
    keys = [question.id for question in queries.check_of(session, course, named).values()]
    assert keys == lessons[0].check


def test_answers_are_judged_with_their_reasons(wang, session, cast, lessons, asked):
    here = f"{HERE}/{lessons[0].id}"
    form = right_answers(asked)
    wrong = asked[0]
    form[wrong.id] = [option.id for option in wrong.options if not option.right][:1]
    answer = wang.post(f"{here}/check", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{here}#check"

    page = wang.get(here).text
    assert page.count("Right answer") >= len(asked)
    assert ">Wrong</span>" in page
    assert wrong.rationale["en"].replace("'", "&#39;").replace('"', "&#34;") in page
    assert f"{len(asked) - 1} of {len(asked)} right" in wang.get(HERE).text
    kept = kept_of(session, cast.wang, lessons[0])
    assert (kept.right, kept.asked) == (len(asked) - 1, len(asked))


def test_answering_again_keeps_the_latest(wang, session, cast, lessons, asked):
    here = f"{HERE}/{lessons[0].id}"
    wang.post(f"{here}/check", data=right_answers(asked))
    again = wang.get(f"{here}?again=true").text
    assert "Check my answers" in again
    assert "Right answer" not in again
    wrong = {one.id: next(option.id for option in one.options if not option.right) for one in asked}
    wang.post(f"{here}/check", data=wrong)

    kept = kept_of(session, cast.wang, lessons[0])
    assert (kept.right, kept.asked) == (0, len(asked))


def test_a_check_with_a_question_left_out_keeps_what_was_chosen_and_says_which(*, wang, session, lessons, asked):
    here = f"{HERE}/{lessons[0].id}"
    first, *others = asked
    form = {one.id: one.options[1].id for one in others}
    answer = wang.post(f"{here}/check", data=form, headers={"Referer": f"http://testserver{here}"})
    assert answer.status_code == 422
    assert "Some questions have no answer yet." in answer.text
    assert re.findall(r'href="#ask-([\w.-]+)"', answer.text) == [first.id]
    for one in others:
        assert re.search(rf'name="{one.id}" value="{one.options[1].id}" checked', answer.text)
    assert answer.text.count(" checked") == len(others)
    session.rollback()
    assert session.exec(select(LessonProgress)).all() == []


def test_the_end_of_a_lesson_leads_to_the_next_and_the_end_of_the_last_to_all_lessons(wang, lessons):
    for lesson, after in pairwise(lessons):
        answer = wang.post(f"{HERE}/{lesson.id}/reading")
        assert answer.headers["location"] == f"{HERE}/{after.id}"
        assert f'href="{HERE}/{after.id}"' in wang.get(f"{HERE}/{lesson.id}").text
    last = f"{HERE}/{lessons[-1].id}"
    assert wang.post(f"{last}/reading").headers["location"] == HERE
    assert "All lessons" in wang.get(last).text
    assert "You have read every lesson." in wang.get(HERE).text


def test_the_heading_of_a_lesson_takes_nobody_for_a_man_or_a_woman(lessons):
    headings = [line for lesson in lessons for line in lesson.text["en"].splitlines() if line.startswith("#")]
    assert headings
    assert [line for line in headings if re.search(r"\b(he|she|his|her|him)\b", line, re.IGNORECASE)] == []


def test_no_question_says_in_its_stem_what_the_page_says_of_its_kind(session):
    stems = [question_of(version).stem for version in current_versions(session, QuestionVersion)]
    assert [stem for stem in stems if "多选" in stem["zh-CN"] or "several answers" in stem["en"]] == []


def test_what_was_answered_stays_as_it_was_asked(wang, database, lessons, asked):
    wang.post(f"{HERE}/{lessons[0].id}/check", data=right_answers(asked))
    with database.transaction() as writing:
        for version in writing.exec(select(QuestionVersion).where(QuestionVersion.key == asked[0].id)):
            version.current = False
            writing.add(version)
    assert asked[0].stem["en"] not in wang.get(f"{HERE}/{lessons[0].id}?again=true").text
    assert f"{len(asked)} of {len(asked)} right" in wang.get(f"{HERE}/{lessons[0].id}").text


@pytest.mark.parametrize("form", [{"another-question": "a"}, {"first": "z"}, {"first": "not an option!"}, {"é": "a"}])
def test_answers_that_do_not_belong_are_refused_and_nothing_is_kept(wang, session, lessons, asked, form):
    sent = {asked[0].id if name == "first" else name: value for name, value in form.items()}
    assert wang.post(f"{HERE}/{lessons[0].id}/check", data=sent).status_code == 422
    session.rollback()
    assert session.exec(select(LessonProgress)).all() == []


@pytest.mark.parametrize(
    "path",
    [
        "cpr/none.svg",
        "none/hands.svg",
        "cpr/..%2f..%2f..%2fsources.yaml",
        "cpr/%2e%2e",
        "..%2f..%2fcourses/x.svg",
        "cpr/01-scene.en.md",
        "CPR/x.svg",
    ],
)
def test_no_address_leads_out_of_the_pictures(wang, path):
    assert wang.get(f"/learn/pictures/{path}").status_code == 404


def test_a_drawing_is_served_to_whoever_is_signed_in(wang, browse, monkeypatch, tmp_path):
    folder = tmp_path / "modules/cpr/pictures"
    folder.mkdir(parents=True)
    (folder / "hands.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    monkeypatch.setattr(access, "asset_dir", lambda _: tmp_path)
    shown = wang.get("/learn/pictures/cpr/hands.svg")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/svg+xml")
    assert browse().get("/learn/pictures/cpr/hands.svg").status_code == 303


def test_every_lesson_file_becomes_a_page(session, lessons):
    assert len(current_versions(session, LessonVersion)) == len(lessons)
