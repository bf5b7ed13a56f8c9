"""Weeks before the day: institutions, staff lists, a plan, seats."""

import re
from io import BytesIO

from cast import PASSWORD
from journeys.browser import Browser, choices, hidden, plain
from journeys.story import SUNFLOWERS, WILLOWS, Story
from openpyxl import load_workbook
from staff_list import TWENTY, WILLOW, Line, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_institutions(story: Story) -> None:
    """A centre over two kindergartens, and somebody who acts for each."""
    chen = story.coordinator
    assert "No institution yet" in chen.see("/institutions")
    centre = chen.do("/institutions/new", name="清河县学前教育中心", kind="centre", town="清河县")
    overseen_by = centre.rsplit("/", 1)[1]
    story.places = {"centre": centre}
    for key, name in {"sunflower": "向日葵幼儿园", "willow": "柳树幼儿园"}.items():
        story.places[key] = chen.do("/institutions/new", name=name, kind="kindergarten", overseen_by=overseen_by)
    taken = chen.refused("/institutions/new", 409, name="柳树幼儿园", kind="kindergarten")
    assert "already an institution called 柳树幼儿园" in taken
    heads = {"sunflower": ("赵园长", "zhao"), "willow": ("钱园长", "qian"), "centre": ("孙主任", "sun")}
    for serial, (key, (name, login)) in enumerate(heads.items()):
        appointed = {"name": name, "phone": f"1390000010{serial}", "login": login, "password": PASSWORD}
        chen.do(f"{story.places[key]}/heads", **appointed)
    chen.do("/team", role="instructor", name="林医生", phone="13900000200", login="lin", password=PASSWORD)
    assert "林医生" in chen.see("/team")
    assert "柳树幼儿园" in chen.see(centre)


def _send(chen: Browser, place: str, lines: tuple[Line, ...], name: str) -> str:
    return chen.do(f"{place}/staff-lists", files={"staff_list": (name, workbook(lines), XLSX)})


def import_staff(story: Story) -> None:
    """Twenty rows: looked through first, then taken over but for three, which come back with their reasons."""
    chen, sunflower = story.coordinator, story.places["sunflower"]
    preview = _send(chen, sunflower, TWENTY, "花名册.xlsx")
    page = plain(chen.see(preview))
    for words in (
        "When you confirm: 17 are added",
        "something in them is wrong: 3.",
        "its check digit or date does not fit",
        "the same person as in row 12",
        "a cell holds a formula",
    ):
        assert words in page, words
    assert "Nobody is on the staff here yet" in chen.see(sunflower)

    assert chen.do(f"{preview}/confirmation") == preview
    assert "Added: 17." in plain(chen.see(preview))
    staff = chen.see(sunflower)
    for person in SUNFLOWERS:
        assert person.name in staff
        assert person.resident_id not in staff
    name, refused = chen.download(f"{preview}/refused.xlsx")
    assert name.endswith(".xlsx")
    rows = list(load_workbook(BytesIO(refused)).active.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == ["张秀英", "杨柳", "孙悦"]
    assert all(row[5] for row in rows)


def import_again(story: Story) -> None:
    """The same list once more changes nothing; Willow's goes in."""
    chen, sunflower = story.coordinator, story.places["sunflower"]
    before = plain(chen.see(sunflower)).split("Staff lists sent")[0]
    again = _send(chen, sunflower, TWENTY, "花名册.xlsx")
    assert "0 are added, 0 get a number that was missing, 17 stay as they are" in plain(chen.see(again))
    assert "Added: 0." in plain(chen.see(chen.do(f"{again}/confirmation")))
    assert plain(chen.see(sunflower)).split("Staff lists sent")[0] == before
    willow = story.places["willow"]
    chen.do(f"{_send(chen, willow, WILLOW, '柳树.xlsx')}/confirmation")
    assert "徐静" in chen.see(willow)


def plan_training(story: Story) -> None:
    """Course, scheme, day, place and instructor; the sessions come by themselves, and one is moved."""
    chen = story.coordinator
    page = chen.see("/trainings/new")
    (offer,) = choices(page, "offer")
    instructors = dict(choices(page, "instructors"))
    plan = {"title": "十二月心肺复苏班", "place": "向日葵幼儿园礼堂", "first_date": "2026-12-15", "starts_at": "08:30"}
    story.training = chen.do(
        "/trainings/new", offer=offer[1], instructors=instructors["林医生"], capacity="12", lunch="60", **plan
    )
    page = chen.see(story.training)
    assert "Tue 15 Dec 2026, 08:30" in page
    found = re.search(r"/join/([A-Z0-9]{8})/qr\.svg", page)
    assert found
    story.join_code = found[1]
    assert "<svg" in chen.see(f"/join/{story.join_code}/qr.svg")
    sessions = hidden(chen.see(f"{story.training}/sessions"), "session")
    times = {"starts_at": ["09:00", "10:30", "11:15", "14:15", "16:30"], "minutes": ["90", "45", "120", "120", "30"]}
    chen.do(f"{story.training}/sessions", session=sessions, day=["2026-12-15"] * 5, **times)
    assert "Tue 15 Dec 2026, 09:00" in chen.see(story.training)


def enrol(story: Story) -> None:
    """People of both, all or none; the roster prints with the join code."""
    chen = story.coordinator
    for key, wanted in (("sunflower", SUNFLOWERS), ("willow", WILLOWS)):
        place = story.places[key].rsplit("/", 1)[1]
        page = chen.see(f"{story.training}/enrolments?institution_id={place}")
        offered = choices(page, "people")
        names = {person.name for person in wanted}
        ticked = [value for name, value in offered if name in names]
        if key == "sunflower":
            everybody = [value for _, value in offered]
            refused = chen.refused(f"{story.training}/enrolments", 409, institution_id=place, people=everybody)
            assert "More people were ticked (17) than seats are free (12)" in refused
        chen.do(f"{story.training}/enrolments", institution_id=place, people=ticked)
    roster = chen.see(f"{story.training}/roster")
    for person in (*SUNFLOWERS, *WILLOWS):
        assert person.name in roster


def open_training(story: Story) -> None:
    chen = story.coordinator
    assert "Roll call after opening" in chen.see(story.training)
    chen.do(f"{story.training}/opening")
    chen.do(f"{story.training}/opening")
    assert "Locked on" in chen.see(story.training)
