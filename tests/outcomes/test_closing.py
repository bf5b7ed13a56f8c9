import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from cast import COURSE, START
from sqlmodel import select

from firstaid.core.versions import digest_of
from firstaid.institutions.models import Role, RoleGrant
from firstaid.ledger.models import LedgerEntry
from firstaid.outcomes import queries
from firstaid.outcomes.models import CloseOut
from firstaid.trainings.models import Training, TrainingState

REASON = {"reason": "李雷的秒数记错了，要更正"}
ALTHOUGH = {"although": "yes"}


@pytest.fixture
def chen(browse, cast):
    """The coordinator's browser."""
    return browse(cast.chen)


def close_outs(session):
    session.rollback()
    return session.exec(select(CloseOut)).all()


def state_of(session, training):
    session.rollback()
    return session.get_one(Training, training.id).state


def test_closing_freezes_who_stood_where_with_the_evidence(chen, session, cast, hands, here):
    training = hands.training
    hands.pass_all("wang")
    hands.grade("li", "adult-cpr-aed", missed=("breathing",))
    hands.sit("li", 76)
    answer = chen.post(f"{here}/close-out", data=ALTHOUGH)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{here}/certificates")

    (closed,) = close_outs(session)
    assert closed.closed_by == cast.chen
    record = closed.record
    assert record["digest"] == digest_of({key: value for key, value in record.items() if key != "digest"})
    wang, li, zhou = record["trainees"]
    assert {key: wang[key] for key in ("name", "number", "ready", "last_assessed_on")} == {
        "name": "王芳",
        "number": 1,
        "ready": True,
        "last_assessed_on": "2026-12-01",
    }
    assert (wang["enrolment_id"], wang["institution_id"]) == (str(training.enrolments["wang"]), str(cast.sunflower))
    assert [(cell["kind"], cell["key"], cell["state"]) for cell in li["cells"]] == [
        ("attendance", "", "open"),
        ("skill", "adult-cpr-aed", "open"),
        ("skill", "choking", "open"),
        ("exam", "", "open"),
    ]
    assert (li["ready"], zhou["ready"], zhou["last_assessed_on"]) == (False, False, None)
    assert state_of(session, training) is TrainingState.CLOSED


def test_the_record_holds_the_proof_in_no_language(chen, session, training, hands, here):
    hands.grade("wang", "choking", missed=("ask",))
    hands.grade("wang", "choking", attempt=2)
    sitting = hands.sit("wang", 92)
    hands.call(training.sessions["theory"], "wang", present=True)
    chen.post(f"{here}/close-out", data=ALTHOUGH)

    (closed,) = close_outs(session)
    attendance, _, choking, exam = (cell["evidence"] for cell in closed.record["trainees"][0]["cells"])
    assert attendance["floor_percent"] == 100
    assert [one["present"] for one in attendance["sessions"]] == [True, None, None, None, None]
    first, second = choking["attempts"]
    assert (first["passed"], first["failed_by"], second["passed"], second["coached"]) == (False, ["ask"], True, True)
    assert len(choking["marks"]) == hands.counter
    assert exam["sittings"][0] | {"handed_in_at": None} == {
        "sitting_id": str(sitting),
        "number": 1,
        "score": 92,
        "pass_percent": 80,
        "passed": True,
        "handed_in_at": None,
        "closed_by_deadline": False,
    }
    whole = json.dumps([trainee["cells"] for trainee in closed.record["trainees"]], ensure_ascii=False)
    assert not [letter for letter in whole if letter > "\x7f"]


def test_the_coordinator_sees_beforehand_who_gets_none_and_why(chen, hands, here):
    hands.pass_all("wang")
    hands.sit("li", 76)
    page = chen.get(f"{here}/close-out").text
    assert "Will get a certificate: 1" in page
    assert "Something is still open: 2" in page
    assert "Cannot reach it any more" not in page
    assert "76%, 80% needed; one sitting left" in page
    assert "sign the record as it stands" in page


def test_nothing_is_closed_while_somebody_sits_the_exam(chen, session, training, hands, here):
    hands.pass_all("wang")
    hands.sit("zhou", None)
    refused = chen.post(f"{here}/close-out", data=ALTHOUGH)
    assert refused.status_code == 409
    assert "周敏" in refused.text
    assert close_outs(session) == []
    assert state_of(session, training) is TrainingState.OPEN


def test_closing_twice_closes_once(chen, session, clock, here):
    first = chen.post(f"{here}/close-out", data=ALTHOUGH)
    clock.tick(minutes=1)
    assert [first.status_code, chen.post(f"{here}/close-out", data=ALTHOUGH).status_code] == [303, 303]
    (closed,) = close_outs(session)
    assert closed.closed_at < clock()
    entries = session.exec(select(LedgerEntry).where(LedgerEntry.action == "outcomes.closed_out")).all()
    assert len(entries) == 1
    assert entries[0].facts["digest"] == closed.record["digest"]


def test_two_coordinators_at_once_close_once(browse, cast, database, session, here):
    with database.transaction() as writing:
        writing.add(RoleGrant(person_id=cast.auditor, issuer_id=cast.issuer, role=Role.COORDINATOR, granted_at=START))
    browsers = [browse(cast.chen), browse(cast.auditor)]
    with ThreadPoolExecutor(2) as hands_at_once:
        answers = list(hands_at_once.map(lambda browser: browser.post(f"{here}/close-out", data=ALTHOUGH), browsers))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(close_outs(session)) == 1


def test_a_planned_training_cannot_be_closed_out(chen, session, database, training, here):
    with database.transaction() as writing:
        writing.get_one(Training, training.id).state = TrainingState.PLANNED
    assert chen.post(f"{here}/close-out", data=ALTHOUGH).status_code == 409
    assert "nothing to close out" in chen.get(f"{here}/close-out").text
    assert close_outs(session) == []


def test_after_closing_nothing_is_added_any_more(chen, browse, cast, training, here):
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    lin, wang = browse(cast.lin), browse(cast.wang, device=True)
    roll = f"{here}/attendance/{training.sessions['theory']}"
    form = {"present": [str(training.enrolments["wang"])]}
    assert lin.post(roll, data=form).status_code == 409
    mark = {
        "id": str(uuid4()),
        "enrolment_id": str(training.enrolments["wang"]),
        "sheet_key": "choking",
        "attempt": 1,
        "kind": "step",
        "step_key": "ask",
        "value": 1,
        "counter": 1,
        "marked_at": "2026-12-01T01:00:00Z",
    }
    sent = {"device_id": "phone-of-lin", "graded_by": str(cast.lin), "marks": [mark]}
    answer = lin.post("/api/marks", json=sent)
    assert "trainings.not_open" in answer.text or "trainings.closed" in answer.text
    assert wang.post(f"/my/trainings/{training.id}/exam").status_code == 409


def test_reopening_keeps_who_when_and_why(chen, session, clock, cast, training):
    here = f"/trainings/{training.id}"
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    clock.tick(hours=1)
    assert chen.post(f"{here}/reopening", data=REASON).status_code == 303

    (closed,) = close_outs(session)
    assert (closed.reopened_by, closed.reopened_at, closed.reason) == (cast.chen, clock(), REASON["reason"])
    assert state_of(session, training) is TrainingState.OPEN
    page = chen.get(f"{here}/readiness").text
    assert REASON["reason"] in page
    assert "Close the training out" in page
    assert queries.standing_close_out(session, training.id) is None


def test_what_was_reopened_can_be_closed_again_and_the_history_keeps_both(chen, session, clock, here):
    for _ in range(2):
        chen.post(f"{here}/close-out", data=ALTHOUGH)
        clock.tick(hours=1)
        chen.post(f"{here}/reopening", data=REASON)
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    assert len(close_outs(session)) == 3
    page = chen.get(f"{here}/readiness").text
    assert page.count("Closed out by 陈静") == 3
    assert page.count("Reopened by 陈静") == 2


@pytest.mark.parametrize("reason", ["", "错", "     1     ", "错" + "\u200b" * 9, "\u202e\u202d\u2066\u2069\0"])
def test_reopening_without_a_reason_is_refused(chen, session, training, here, reason):
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    refused = chen.post(f"{here}/reopening", data={"reason": reason})
    assert refused.status_code == 422
    assert "at least 5 characters" in refused.text
    assert state_of(session, training) is TrainingState.CLOSED


def test_a_reason_is_kept_without_what_nobody_sees_in_it(chen, session, here):
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    chen.post(f"{here}/reopening", data={"reason": "李雷的秒数，\0\u202e\n记错了"})
    assert session.exec(select(CloseOut.reason)).one() == "李雷的秒数，\n记错了"


def test_only_what_is_closed_out_can_be_reopened(chen, here):
    assert chen.post(f"{here}/reopening", data=REASON).status_code == 409


@pytest.mark.parametrize("who", ["lin", "auditor", "zhao", "wang"])
def test_only_the_coordinator_closes_and_reopens(browse, cast, session, here, who):
    browser = browse(getattr(cast, who))
    assert browser.post(f"{here}/close-out", data=ALTHOUGH).status_code == 403
    assert browser.post(f"{here}/reopening", data=REASON).status_code == 403
    assert close_outs(session) == []


def test_closing_goes_on_to_the_certificates_if_anybody_gets_one(chen, hands, here):
    assert chen.post(f"{here}/close-out", data=ALTHOUGH).headers["location"] == f"{here}/readiness"
    chen.post(f"{here}/reopening", data=REASON)
    hands.pass_all("wang")
    assert chen.post(f"{here}/close-out", data=ALTHOUGH).headers["location"] == f"{here}/certificates"


def test_after_closing_readiness_leads_to_the_certificates_and_issues_none_itself(chen, browse, cast, hands, here):
    hands.pass_all("wang")
    assert "To the certificates" not in chen.get(f"{here}/readiness").text
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    page = chen.get(f"{here}/readiness").text
    assert f'<a class="button button--main" href="{here}/certificates">' in page
    assert f'action="{here}/certificates"' not in page
    assert "To the certificates" not in browse(cast.lin).get(f"{here}/readiness").text
    assert COURSE not in page


def test_closing_out_is_the_main_thing_to_do_only_when_nothing_can_change_any_more(chen, hands, here):
    main, quiet = (f'<a class="button button--{kind}" href="{here}/close-out">' for kind in ("main", "quiet"))
    assert quiet in chen.get(f"{here}/readiness").text
    hands.pass_all("wang", "li", "zhou")
    assert main in chen.get(f"{here}/readiness").text


def test_what_waiting_can_still_change_is_told_apart_from_what_it_cannot(chen, hands, training, here):
    hands.pass_all("wang")
    hands.call(training.sessions["theory"], "zhou", present=False)
    page = chen.get(f"{here}/close-out").text
    assert "Something is still open: 1" in page
    assert "Cannot reach it any more: 1" in page
    assert page.index("李雷") < page.index("Cannot reach it any more") < page.index("周敏")
    assert "Certificates: 1. Without a certificate: 2." in page


def test_a_training_in_which_nothing_happened_is_closed_only_by_who_says_that_it_is_meant(
    chen, session, training, here
):
    page = chen.get(f"{here}/close-out").text
    assert "Nobody meets the conditions for a certificate." in page
    assert "Roll never called: Theory, Demonstration" in page
    assert "Never tested in some skill: 3" in page
    assert "Never sat the theory exam: 3" in page
    refused = chen.post(f"{here}/close-out")
    assert (refused.status_code, "outcomes.much_is_undone" in refused.text) == (409, True)
    assert (close_outs(session), state_of(session, training)) == ([], TrainingState.OPEN)
    assert chen.post(f"{here}/close-out", data=ALTHOUGH).status_code == 303


def test_where_everything_was_done_nothing_has_to_be_ticked(chen, hands, here):
    hands.pass_all("wang", "li", "zhou")
    page = chen.get(f"{here}/close-out").text
    assert "although" not in page
    assert chen.post(f"{here}/close-out").status_code == 303


def test_while_somebody_sits_the_exam_the_way_there_stands_in_the_place_of_the_button(chen, hands, here):
    hands.sit("zhou", None)
    page = chen.get(f"{here}/close-out").text
    assert "still being sat by: 周敏" in page
    assert f'href="{here}/exam"' in page
    assert f'action="{here}/close-out"' not in page


def test_the_page_of_a_closed_training_says_who_closed_it_and_leads_on(chen, hands, here):
    hands.pass_all("wang", "li", "zhou")
    chen.post(f"{here}/close-out")
    page = chen.get(f"{here}/close-out").text
    assert "Closed out by 陈静" in page
    assert "3 of 3 ready" in page
    assert f'href="{here}/certificates"' in page
    assert f'href="{here}/class-file"' in page
    assert "Will get a certificate" not in page
    assert "nothing to close out" not in page


def test_a_class_without_a_certificate_leads_to_its_file_and_to_the_next_training(chen, here):
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    page = chen.get(f"{here}/readiness").text
    assert "This class has no certificates" in page
    assert f'href="{here}/class-file"' in page
    assert '<a class="button button--main" href="/trainings">' in page
    assert f'class="button button--main" href="{here}/certificates"' not in page
