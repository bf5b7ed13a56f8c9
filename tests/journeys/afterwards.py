"""When everything has been done: the record is closed, certificates are issued, fetched and checked, and run out."""

import re
from io import BytesIO
from zipfile import ZipFile

from journeys.browser import Browser, links, plain
from journeys.conftest import House
from journeys.story import Story, text_of

CERTIFIED = 10


def look_who_is_ready(story: Story) -> None:
    """What stands between each and the certificate; every cell leads to where it is mended."""
    page = story.coordinator.see(f"{story.training}/readiness")
    words = plain(page)
    for said in ("Present throughout", "Passed", "No attempt left: failed at step", f"{CERTIFIED} ready"):
        assert said in words, (said, words)
    lost = story.called("徐静")
    assert f'href="{story.training}/grading/{lost.seat}/choking"' in page
    assert "You have passed everything" in story.trainees[1].phone.see(f"/my{story.training}")


def close_out(story: Story, house: House) -> None:
    """Closing freezes; reopening takes a reason; closing again is one more signature in the history."""
    chen, here = story.coordinator, story.training
    assert f"Will get a certificate: {CERTIFIED}" in chen.see(f"{here}/close-out")
    chen.do(f"{here}/close-out")
    lin, seat = house.staff("lin"), story.trainees[1].seat
    assert "frozen" in plain(lin.see(f"{here}/grading/{seat}/choking"))
    assert "at least 5 characters" in chen.refused(f"{here}/reopening", 422, reason="")
    chen.do(f"{here}/reopening", reason="签到表上漏了一个人的签名")
    assert "签到表上漏了一个人的签名" in chen.see(f"{here}/readiness")
    assert chen.refused(f"{here}/certificates", 409)
    house.clock.tick(hours=1)
    chen.do(f"{here}/close-out")
    assert plain(chen.see(f"{here}/readiness")).count("Closed out by 陈静") == 2


def issue(story: Story, house: House) -> None:
    """One act; a second one issues nothing more."""
    chen, here = story.coordinator, f"{story.training}/certificates"
    assert chen.do(here) == here
    assert "Being printed" in chen.see(here)
    assert chen.do(here) == here
    assert house.let_the_runner_work() == CERTIFIED
    assert house.let_the_runner_work() == 0
    page = chen.see(here)
    for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)[1:]:
        found = re.search(r"QH-2026-\d{5}", row)
        assert found
        story.certificates[found[0]] = links(row, '/certificates/[^"]+/pdf')[0]
    assert sorted(story.certificates) == [f"QH-2026-{serial:05d}" for serial in range(1, CERTIFIED + 1)]
    names = {one.line.name for one in story.trainees.values()} - {"徐静"}
    assert {"刘䶮", "𠮷田", "王㛃", "阿卜杜拉·买买提"} < names
    printed = [text_of(chen.download(address)[1]) for address in story.certificates.values()]
    assert {name for name in names if any(name in text for text in printed)} == names


def fetch(story: Story, house: House) -> None:
    """A head has her own, the centre has both, a trainee has hers; nobody sees a stranger's."""
    zhao, qian, sun = (house.staff(login) for login in ("zhao", "qian", "sun"))
    place = {key: address.rsplit("/", 1)[1] for key, address in story.places.items()}
    page = zhao.see("/staff")
    assert "王芳" in page
    assert "孙丽" not in page
    _, archive = zhao.download(f"/certificates/zip?institution_id={place['sunflower']}")
    files = _files(archive)
    assert len(files) == 8
    assert sum("李娜" in name for name in files) == 2
    assert all(re.fullmatch(r"QH-2026-\d{5} .+\.pdf", name) for name in files)
    assert all(content.startswith(b"%PDF") for content in files.values())
    zhao.see(f"/certificates/zip?institution_id={place['willow']}", 404)
    _, both = sun.download(f"/certificates/zip?institution_id={place['centre']}")
    assert set(files) < {name.split("/")[-1] for name in _files(both)}
    assert len(_files(both)) == CERTIFIED
    hers = links(qian.see("/certificates"), '/certificates/[^"]+/pdf')
    assert len(hers) == 2
    for address in hers:
        assert qian.download(address)[1].startswith(b"%PDF")
        zhao.see(address, 404)
    _by_the_trainee(story, hers)


def _files(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _by_the_trainee(story: Story, others: list[str]) -> None:
    phone = story.called("阿卜杜拉·买买提").phone
    (address,) = links(phone.see(f"/my{story.training}"), '/certificates/[^"]+/pdf')
    name, pdf = phone.download(address)
    assert name.endswith("阿卜杜拉·买买提.pdf")
    assert "阿卜杜拉·买买提" in text_of(pdf)
    for stranger in others:
        phone.see(stranger, 404)


def check(story: Story, house: House) -> str:
    """Whoever holds the paper types its number and check code, or opens what the QR says."""
    number, address = next(iter(story.certificates.items()))
    text = text_of(story.coordinator.download(address)[1])
    typed = re.search(r"\b([0-9A-HJKMNP-TV-Z]{4}) ([0-9A-HJKMNP-TV-Z]{4})\b", text.split(number)[-1])
    assert typed
    anybody = house.anybody()
    wrong = anybody.refused("/verify", 404, number=number, code="ZZZZZZZZ")
    assert "do not belong together" in wrong
    unknown = anybody.refused("/verify", 404, number="QH-2026-09999", code=f"{typed[1]}{typed[2]}")
    assert "do not belong together" in unknown
    found = anybody.do("/verify", number=number.lower(), code=f"{typed[1]} {typed[2]}")
    page = plain(anybody.see(found))
    for words in ("This certificate is valid", number, "15 December 2029", "清河县红十字会", "example scheme"):
        assert words in page, (words, page)
    assert not any(one.line.name in page for one in story.trainees.values())
    assert "No such certificate" in plain(anybody.see("/v/ABCDEFGHJKMNPQRSTVWXYZ2345", 404))
    return found


def run_out(house: House, found: str) -> None:
    """37 months later the same link says expired, and so does everybody's list."""
    house.clock.tick(days=37 * 31)
    anybody: Browser = house.anybody("zh-CN")
    page = plain(anybody.see(found))
    assert "This certificate has expired" in page
    assert "已过期" in page
    zhao = house.staff("zhao")
    assert "Expired" in plain(zhao.see("/certificates"))
    assert "0 of 17 hold a valid certificate" in zhao.see("/staff")
