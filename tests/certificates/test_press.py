"""The press survives every paper; each failure is one paper's own."""

import os
import threading

import pytest
from certificates import misprints

from firstaid.certificates.errors import DoesNotFit, Misprint, PressBroke, PressClosed, PressMissing, TooSlow
from firstaid.certificates.press import Limits, Press

pytestmark = pytest.mark.one_engine


@pytest.fixture
def press():
    opened = []

    def open_press(printer=misprints.misprinter, *, most=1, **limits):
        made = Press(most=most, limits=Limits(**limits), printer=printer)
        opened.append(made)
        return made

    yield open_press
    for one in opened:
        Press.close(one)


def test_a_process_prints_many_papers_and_is_replaced_after_its_share(press):
    one = press(misprints.process_id, papers=3)
    printed_by = [one.print({}) for _ in range(7)]
    assert printed_by[0] == printed_by[1] == printed_by[2]
    assert printed_by[3] == printed_by[4] == printed_by[5]
    assert len(set(printed_by)) == 3
    assert str(os.getpid()).encode() not in printed_by


@pytest.mark.parametrize(
    ("deed", "limits", "refusal"),
    [
        ("sleep", {"seconds": 5}, TooSlow),
        ("spin", {"cpu_seconds": 1, "seconds": 30}, PressBroke),
        ("hoard", {"memory": 2 * 1024**3}, Misprint),
        ("die", {}, PressBroke),
        ("overflow", {}, DoesNotFit),
        ("stumble", {}, Misprint),
    ],
)
def test_a_paper_that_misbehaves_fails_alone(press, deed, limits, refusal):
    one = press(**limits)
    with pytest.raises(refusal):
        one.print({"deed": deed})
    assert one.print({"deed": "well"}).isdigit()


def test_a_misprint_is_told_by_its_kind_and_place_and_never_by_what_stood_on_the_paper(press, capfd):
    with pytest.raises(Misprint):
        press().print({"deed": "stumble"})
    told = capfd.readouterr().err
    assert "misprint: LookupError at " in told
    assert "misprints.py:" in told
    assert "stumble" not in told


def test_a_machine_without_the_libraries_says_so_and_shows_no_traceback(press, capfd):
    with pytest.raises(PressMissing):
        press(misprints.missing_libraries).print({})
    assert capfd.readouterr().err == ""


def test_no_more_processes_than_seats(press):
    one = press(misprints.process_id, most=2)
    printed_by = []
    hands = [threading.Thread(target=lambda: printed_by.append(one.print({}))) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(printed_by) == 6
    assert len(set(printed_by)) <= 2


def test_a_closed_press_prints_nothing_and_leaves_no_process(press):
    one = press(misprints.process_id)
    printed_by = int(one.print({}))
    one.close()
    with pytest.raises(PressClosed):
        one.print({})
    with pytest.raises(ProcessLookupError):
        os.kill(printed_by, 0)


def test_the_shared_press_is_one_until_it_is_closed(monkeypatch):
    monkeypatch.undo()
    first = Press.shared()
    assert Press.shared() is first
    Press.close(first)
    second = Press.shared()
    assert second is not first
    Press.close(second)
