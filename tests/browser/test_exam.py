"""The theory exam with a thumb, on a phone whose network comes and goes."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from cast import open_training
from exams.papers import CELLS, set_exam
from playwright.sync_api import expect
from sqlmodel import select

from firstaid.exams.models import Answer, PaperQuestion, Sitting, SittingState
from firstaid.trainings.models import Training

pytestmark = pytest.mark.browser
ALL = sum(CELLS.values())
ANY_PAPER, EXAM = re.compile(r"/exams/sittings/[0-9a-f-]{36}$"), re.compile(r"/my/trainings/[0-9a-f-]{36}/exam$")


@pytest.fixture
def training(database, cast):
    with database.transaction() as session:
        set_exam(session)
        return open_training(session, cast, present=True)


@pytest.fixture
def said():
    """Everything the server told this phone."""
    return []


@pytest.fixture
def wangs(phone, cast, training, said):
    """The trainee's phone, with the paper before her."""
    page = phone(cast.wang, device=True)
    page.on("requestfinished", lambda request: said.append(request.response().text()))
    page.goto(f"/my/trainings/{training.id}/exam")
    page.get_by_role("button", name="开始考试").click()
    page.wait_for_url(ANY_PAPER)
    return page


@pytest.fixture
def keys(database):
    """Position → the right letters, as only the server knows them."""

    def found():
        with database.reading() as session:
            rows = session.exec(select(PaperQuestion.position, PaperQuestion.key)).all()
            return {position: key["right"] for position, key in rows}

    return found


@pytest.fixture
def saved(database):
    """How many questions have an answer on the server."""

    def count():
        with database.reading() as session:
            return len({answer.position for answer in session.exec(select(Answer))})

    return count


def tap(page, position, letters):
    for letter in letters:
        page.locator(f"#q{position} .choice", has=page.locator(f"[value={letter}]")).tap()


def state(page):
    return page.locator(".exam-bar__state")


def hand_in(page):
    page.locator("[data-hand-in]").tap()
    page.locator("[data-sure-yes]").tap()
    page.wait_for_url(EXAM)


def test_a_paper_is_sat_by_taps_although_the_network_goes_and_no_key_comes_along(wangs, keys, saved, said, database):
    right = keys()
    for position in range(1, 5):
        tap(wangs, position, right[position])
    expect(state(wangs)).to_have_text("已全部保存")
    expect(wangs.locator("#q1 [data-show=one]")).to_have_text("已保存")
    assert saved() == 4

    wangs.context.set_offline(True)
    for position in range(5, 9):
        tap(wangs, position, right[position])
    expect(state(wangs)).to_contain_text("4题等待提交")
    expect(wangs.locator("#q8 [data-show=one]")).to_have_text("等待提交")
    expect(wangs.locator(".exam-bar__count")).to_have_text(f"已答8/{ALL}题")
    assert saved() == 4

    wangs.context.set_offline(False)
    expect(state(wangs)).to_have_text("已全部保存")
    wangs.reload()
    expect(wangs.locator(".exam-bar__count")).to_have_text(f"已答8/{ALL}题")
    assert "SECRET-" not in wangs.content()
    assert "SECRET-" not in wangs.evaluate("JSON.stringify(localStorage)")

    wangs.locator("[data-hand-in]").tap()
    expect(wangs.locator("#sure")).to_contain_text("还有2题没答。")
    wangs.locator("[data-sure-yes]").tap()
    wangs.wait_for_url(EXAM)
    expect(wangs.locator(".big")).to_have_text(["80%", "通过"])
    expect(wangs.get_by_role("heading", name="理论考试已通过")).to_be_visible()
    assert wangs.evaluate("localStorage.length") == 0
    with database.reading() as session:
        assert session.exec(select(Sitting)).one().score == 80

    assert len([body for body in said if "seconds_left" in body]) >= 3
    assert len([body for body in said if "<fieldset" in body]) >= 2
    assert not [body for body in said if "SECRET-" in body]


def test_the_same_ears_hear_the_key_after_release(wangs, said, database, training):
    hand_in(wangs)
    with database.transaction() as session:
        session.get_one(Training, training.id).state = "closed"
    wangs.reload()
    wangs.get_by_role("link", name="看正确答案和讲解").tap()
    wangs.wait_for_url(re.compile("/review$"))
    expect(wangs.locator(".exam-option--right").first).to_be_visible()
    assert [body for body in said if "SECRET-why-" in body]


def test_answers_given_without_a_network_survive_the_page_being_closed(wangs, keys, saved):
    right, address = keys(), wangs.url
    wangs.context.set_offline(True)
    tap(wangs, 1, right[1])
    expect(state(wangs)).to_contain_text("1题等待提交")
    context = wangs.context
    wangs.close()
    context.set_offline(False)
    assert saved() == 0

    again = context.new_page()
    again.goto(address)
    expect(again.locator(".exam-bar__count")).to_have_text(f"已答1/{ALL}题")
    expect(state(again)).to_have_text("已全部保存")
    assert saved() == 1


def test_handing_in_without_a_network_says_so_in_large_words_and_does_it_once_there_is_one(wangs, keys, database):
    right = keys()
    wangs.context.set_offline(True)
    tap(wangs, 1, right[1])
    wangs.locator("[data-hand-in]").tap()
    wangs.locator("[data-sure-yes]").tap()
    expect(wangs.get_by_role("alert")).to_contain_text("还没有交卷")
    expect(wangs.get_by_text("还没有交卷")).to_be_in_viewport()
    expect(wangs.locator("#q1 [value=A]")).to_be_disabled()
    with database.reading() as session:
        assert session.exec(select(Sitting)).one().state is SittingState.OPEN

    wangs.context.set_offline(False)
    wangs.wait_for_url(EXAM)
    expect(wangs.locator("main [role=status], .toasts").first).to_contain_text("已交卷")
    with database.reading() as session:
        assert session.exec(select(Sitting)).one().score == 10


def test_a_change_of_mind_counts_and_the_other_language_keeps_it(wangs, keys, database):
    position = next(p for p, right in keys().items() if len(right) == 1)
    tap(wangs, position, "A")
    tap(wangs, position, "B")
    expect(state(wangs)).to_have_text("已全部保存")
    wangs.get_by_role("button", name="English").tap()
    expect(wangs.locator(".exam-bar__count")).to_have_text(f"1 of {ALL} answered")
    expect(wangs.locator(f"#q{position} [value=B]")).to_be_checked()
    with database.reading() as session:
        kept = sorted((answer.sequence, tuple(answer.chosen)) for answer in session.exec(select(Answer)))
    assert kept == [(1, ("A",)), (2, ("B",))]


def test_what_another_phone_chose_later_is_shown_here_too(wangs, phone, cast):
    other = phone(cast.wang, device=True)
    other.goto(wangs.url)
    position = wangs.locator("[data-position]:has([type=radio])").first.get_attribute("data-position")
    for letter in "ABA":
        tap(other, position, letter)
    expect(state(other)).to_have_text("已全部保存")
    tap(wangs, position, "B")
    expect(wangs.locator(f"#q{position} [value=A]")).to_be_checked()
    expect(state(wangs)).to_have_text("已全部保存")


def test_when_the_time_is_up_the_paper_hands_itself_in(wangs, live, database, keys):
    tap(wangs, 1, keys()[1])
    expect(state(wangs)).to_have_text("已全部保存")
    with database.transaction() as session:
        sitting = session.get_one(Sitting, UUID(wangs.url.rsplit("/", 1)[1]))
        sitting.due_at = live.clock() + timedelta(seconds=3)
        session.add(sitting)
    wangs.reload()
    wangs.wait_for_url(EXAM)
    with database.reading() as session:
        over = session.exec(select(Sitting)).one()
        assert (over.score, over.closed_by_deadline) == (10, False)


@pytest.mark.parametrize("year", [2001, 2099])
def test_a_phone_with_a_wrong_clock_shows_the_servers_time(phone, cast, training, year):
    page = phone(cast.wang, device=True)
    page.clock.set_system_time(f"{year}-01-01T00:00:00Z")
    page.goto(f"/my/trainings/{training.id}/exam")
    page.get_by_role("button", name="开始考试").click()
    page.wait_for_url(ANY_PAPER)
    expect(page.locator("#clock .timer__digits")).to_have_text(re.compile(r"^(29:5\d|30:00)$"))


def test_the_clock_is_silent_but_for_a_word_when_little_time_is_left(wangs):
    heard = wangs.locator("[role=status][data-show=heard]")
    expect(wangs.get_by_role("timer")).to_have_text(re.compile(r"^29:\d\d"))
    wangs.clock.fast_forward("10:00")
    expect(wangs.get_by_role("timer")).to_have_text(re.compile(r"^19:\d\d"))
    expect(heard).to_be_empty()
    for forward, words in (("10:00", "还剩10分钟"), ("05:00", "还剩5分钟"), ("04:00", "还剩1分钟")):
        wangs.clock.fast_forward(forward)
        expect(heard).to_have_text(words)


def test_a_lost_connection_is_heard_and_so_is_its_return(wangs):
    heard = wangs.locator("[role=status][data-show=heard]")
    tap(wangs, 1, "A")
    expect(state(wangs)).to_have_text("已全部保存")
    expect(heard).to_be_empty()
    wangs.context.set_offline(True)
    tap(wangs, 2, "A")
    expect(heard).to_contain_text("连不上考试系统")
    wangs.context.set_offline(False)
    expect(heard).to_have_text("已全部保存")


def test_a_question_without_an_answer_is_two_taps_away(wangs):
    tap(wangs, 1, "A")
    tap(wangs, 3, "A")
    wangs.locator(".exam-bar__count a").tap()
    open_ones = [str(position) for position in range(1, ALL + 1) if position not in {1, 3}]
    expect(wangs.locator("[data-overview] .button--quiet")).to_have_text(open_ones)
    wangs.locator("[data-overview] [data-number='7']").tap()
    expect(wangs.locator("#q7 legend")).to_be_in_viewport()
    bar = wangs.locator(".exam-bar").bounding_box()
    assert wangs.locator("#q7 legend").bounding_box()["y"] >= bar["y"] + bar["height"]
    wangs.locator("[data-hand-in]").tap()
    expect(wangs.locator("#sure [data-without-answer] a")).to_have_text(open_ones)
    wangs.locator("#sure [data-number='2']").tap()
    expect(wangs.locator("#sure")).to_be_hidden()
    expect(wangs.locator("#q2 legend")).to_be_in_viewport()


def test_the_same_paper_is_sat_in_a_browser_without_scripts(phone, cast, training, keys, saved):
    page = phone(cast.wang, device=True, java_script_enabled=False)
    page.goto(f"/my/trainings/{training.id}/exam")
    page.get_by_role("button", name="开始考试").click()
    right = keys()
    for position in range(1, ALL):
        tap(page, position, right[position])
    page.get_by_role("button", name="保存并继续").click()
    expect(page.locator("[data-overview] .button--quiet")).to_have_text([str(ALL)])
    assert saved() == ALL - 1
    page.get_by_role("button", name="交卷").click()
    expect(page.locator("main h1")).to_have_text("确定交卷吗？")
    page.get_by_role("link", name=str(ALL), exact=True).click()
    tap(page, ALL, right[ALL])
    page.get_by_role("button", name="交卷").click()
    page.get_by_role("button", name="交卷").click()
    expect(page.locator(".big")).to_have_text(["100%", "通过"])


def test_the_staff_sees_answers_come_in_without_loading_the_page_again(wangs, phone, cast, training):
    lins = phone(cast.lin)
    lins.goto(f"/trainings/{training.id}/exam")
    card = lins.locator("#exam-now .card", has_text="王芳")
    expect(card).to_contain_text(f"0/{ALL}")
    tap(wangs, 1, "A")
    tap(wangs, 2, "A")
    expect(state(wangs)).to_have_text("已全部保存")
    lins.clock.fast_forward("00:11")
    expect(card).to_contain_text(f"2/{ALL}")


def test_the_paper_fits_a_small_phone(wangs):
    assert wangs.evaluate("document.documentElement.scrollWidth") <= 360
    small = wangs.evaluate(
        "[...document.querySelectorAll('.choice__card, main .button')]"
        ".filter((one) => one.offsetHeight && one.offsetHeight < 44).length"
    )
    assert small == 0
