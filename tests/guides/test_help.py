"""Help through the doors: anybody may read it, her own guide comes first, and the way to it fits the page."""

import re
from html import escape, unescape
from itertools import pairwise

import pytest
from cast import open_training

from firstaid.guides.files import guides, picture_size
from firstaid.guides.rules import GUIDES, anchor_of, own_first
from firstaid.guides.text import address, picture, task_html

TASKS = [(guide.key, task.key) for guide in guides().values() for task in guide.tasks]
LEADS = re.compile(r'href="(/help[^"?]*)[^"]*"')


def guides_listed(page):
    return re.findall(r'<a class="card stack" href="/help/([a-z]+)">', page)


@pytest.mark.parametrize(
    ("who", "first"),
    [("chen", "coordinator"), ("lin", "instructor"), ("zhao", "head"), ("sun", "centre"), ("auditor", "coordinator")],
)
def test_her_own_guide_comes_first_and_all_the_others_follow(browse, cast, who, first):
    listed = guides_listed(browse(getattr(cast, who)).get("/help").text)
    assert listed[:2] == [first, "trainee"]
    assert sorted(listed) == sorted(GUIDES)


def test_a_trainee_has_one_guide_of_her_own(browse, cast):
    page = browse(cast.wang, device=True).get("/help").text
    assert guides_listed(page)[0] == "trainee"
    assert page.count("Your guide") == 1


def test_somebody_with_two_roles_finds_both_before_the_rest():
    assert own_first(frozenset({"trainee", "instructor", "head"}))[:3] == ("instructor", "head", "trainee")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_somebody_who_cannot_sign_in_can_read_every_task(browse, language):
    stranger = browse(None, language=language)
    for guide, task in TASKS:
        answer = stranger.get(f"/help/{guide}/{task}")
        assert answer.status_code == 200
        title = guides()[guide].task(task).title[language]
        assert f'<html lang="{language}">' in answer.text
        assert re.findall(r"<h1>(.+?)</h1>", answer.text) == [title]
        assert f"<title>{title} · " in answer.text


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_leads_to_each_of_its_tasks_and_each_task_to_its_neighbours(browse, guide):
    reader, tasks = browse(None), [f"/help/{guide}/{task.key}" for task in guides()[guide].tasks]
    assert [one for one in LEADS.findall(reader.get(f"/help/{guide}").text) if one in tasks] == tasks
    for before, after in pairwise(tasks):
        assert after in LEADS.findall(reader.get(before).text)
        assert before in LEADS.findall(reader.get(after).text)


@pytest.mark.parametrize(
    "nowhere",
    [
        "/help/doctor",
        "/help/trainee/fly",
        "/help/pictures/en/nothing.png",
        "/help/pictures/fr/roll-call.png",
        "/help/pictures/en/..%2F..%2Ftrainee.en.md",
    ],
)
def test_what_is_not_written_does_not_exist(browse, nowhere):
    assert browse(None).get(nowhere).status_code == 404


def test_a_picture_takes_its_place_before_it_arrives(browse):
    page = browse(None).get("/help/instructor/call-the-roll").text
    source, words = re.search(r'<img src="(/help/pictures/en/[a-z-]+\.png)" alt="([^"]+)"', page).groups()
    assert words
    answer = browse(None).get(source)
    assert answer.headers["content-type"] == "image/png"
    width, height = (int.from_bytes(answer.content[start : start + 4]) for start in (16, 20))
    assert f'width="{width}" height="{height}"' in page


def test_a_picture_is_loaded_at_once_so_that_it_is_there_on_paper_too(browse):
    page = browse(None).get("/help/instructor/call-the-roll").text
    assert "<img" in page
    assert 'loading="' not in page


def test_the_size_of_a_picture_is_read_from_the_picture(tmp_path):
    path = tmp_path / "x.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (360).to_bytes(4) + (740).to_bytes(4))
    assert picture_size(path) == (360, 740)


def test_a_picture_that_is_not_there_gets_no_size():
    assert picture("https://example.org/x.png") == {"src": "https://example.org/x.png"}
    assert picture("pictures/en/nothing.png") == {"src": "/help/pictures/en/nothing.png"}


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("instructor.en.md", "/help/instructor"),
        ("instructor.en.md#call-the-roll", "/help/instructor/call-the-roll"),
        ("instructor.zh-CN.md#点名", "/help/instructor/call-the-roll"),
        ("instructor.en.md#no-such-task", "/help/instructor"),
        ("nobody.en.md", "nobody.en.md"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_a_link_to_another_task_works_here_as_on_a_code_host(link, leads_to):
    assert address(link) == leads_to


def test_a_heading_is_called_what_code_hosts_call_it():
    assert anchor_of("Answer “Is this real?”") == "answer-is-this-real"
    assert anchor_of("Re-coach and retest") == "re-coach-and-retest"


def test_a_table_becomes_cards_on_a_phone():
    html = task_html(guides()["operator"].task("settings"))
    assert '<table class="table">' in html
    assert html.count('<td data-label="') == html.count("<td")


def test_help_leads_from_a_page_to_the_task_that_fits_it_and_the_reader(browse, cast, database):
    with database.transaction() as session:
        training = open_training(session, cast)
    roll = f"/trainings/{training.id}/attendance/{training.sessions['theory_exam']}"
    assert LEADS.findall(browse(cast.lin).get(roll).text)[0] == "/help/instructor/call-the-roll"
    assert LEADS.findall(browse(cast.chen).get(roll).text)[0] == "/help/coordinator/on-the-day"
    assert LEADS.findall(browse(cast.wang, device=True).get("/my").text)[0] == "/help/trainee/see-what-is-still-open"
    assert LEADS.findall(browse(None).get("/sign-in").text)[0] == "/help"


@pytest.mark.parametrize("who", [None, "zhao", "sun", "lin"])
def test_whoever_checks_a_certificate_is_helped_as_one_who_checks(browse, cast, who):
    reader = browse(getattr(cast, who) if who else None)
    assert LEADS.findall(reader.get("/verify").text)[0] == "/help/checking/is-this-certificate-real"
    assert LEADS.findall(reader.get("/v/unknown").text)[0] == "/help/checking/what-the-answers-mean"


def test_a_refusal_leads_to_help_twice_in_the_frame_and_beside_what_to_do(browse, cast):
    refused = browse(cast.zhao).get("/institutions")
    assert refused.status_code == 403
    assert LEADS.findall(refused.text) == ["/help/head", "/help/head"]


def test_from_help_itself_help_leads_to_all_guides(browse, cast):
    assert LEADS.findall(browse(cast.lin).get("/help/instructor").text)[0] == "/help"


def test_there_is_a_way_back_to_where_she_was_however_far_she_reads(browse, cast):
    reader = browse(cast.chen)
    asked = "/certificates?state=valid&page=2"
    leads = re.search(r'href="(/help/coordinator/[^"]+)"', reader.get(asked).text)[1]
    for step in (r'href="(/help/coordinator/[^"]+)"', r'href="(/help/coordinator\?[^"]+)"', r'href="(/help\?[^"]+)"'):
        page = reader.get(unescape(leads)).text
        assert f'href="{escape(asked)}"' in page
        leads = re.findall(step, page)[-1]
    assert f'href="{escape(asked)}"' in reader.get(unescape(leads)).text


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_never_leads_to_another_site(browse, elsewhere):
    page = browse(None).get("/help/trainee/take-the-exam", params={"from": elsewhere})
    assert "Back to where I was" not in page.text
    assert "evil" not in re.sub(r'<input[^>]*name="next"[^>]*>', "", page.text)
