"""Where Help leads from each page: the task that fits it, in the guide of whoever asks."""

import re
from urllib.parse import quote, urlsplit

from firstaid.guides.rules import GUIDES, own_guides

PLACES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/join", {"trainee": "join-with-the-code"}),
    ("/join/{join_code}", {"trainee": "join-with-the-code"}),
    ("/verify", {"checking": "is-this-certificate-real"}),
    ("/v/{token}", {"checking": "what-the-answers-mean"}),
    ("/my", {"trainee": "see-what-is-still-open"}),
    ("/my/trainings/{training_id}", {"trainee": "see-what-is-still-open"}),
    ("/my/trainings/{training_id}/exam", {"trainee": "take-the-exam"}),
    ("/exams/sittings/{sitting_id}", {"trainee": "take-the-exam"}),
    ("/exams/sittings/{sitting_id}/hand-in", {"trainee": "take-the-exam"}),
    ("/exams/sittings/{sitting_id}/review", {"trainee": "take-the-exam"}),
    ("/learn/{course_key}", {"trainee": "read-the-lessons"}),
    ("/learn/{course_key}/{lesson_key}", {"trainee": "read-the-lessons"}),
    ("/institutions", {"coordinator": "add-an-institution"}),
    ("/institutions/new", {"coordinator": "add-an-institution"}),
    ("/institutions/{institution_id}", {"coordinator": "bring-in-a-staff-list"}),
    ("/institutions/{institution_id}/staff-lists/{upload_id}", {"coordinator": "bring-in-a-staff-list"}),
    ("/team", {"coordinator": "give-somebody-a-role"}),
    ("/trainings", {"instructor": "before-the-day", "coordinator": "plan-a-training"}),
    ("/trainings/new", {"coordinator": "plan-a-training"}),
    ("/trainings/{training_id}", {"instructor": "before-the-day", "coordinator": "open-the-training"}),
    ("/trainings/{training_id}/details", {"coordinator": "plan-a-training"}),
    ("/trainings/{training_id}/sessions", {"coordinator": "plan-a-training"}),
    ("/trainings/{training_id}/enrolments", {"coordinator": "enrol-people"}),
    ("/trainings/{training_id}/roster", {"instructor": "print", "coordinator": "on-the-day"}),
    ("/trainings/{training_id}/wall", {"instructor": "print", "coordinator": "put-the-join-code-on-the-wall"}),
    ("/trainings/{training_id}/class-file", {"instructor": "print", "coordinator": "print-the-class-file"}),
    ("/trainings/{training_id}/sheets/{sheet_key}/print", {"instructor": "print", "coordinator": "on-the-day"}),
    ("/trainings/{training_id}/attendance", {"instructor": "call-the-roll", "coordinator": "on-the-day"}),
    (
        "/trainings/{training_id}/attendance/{session_id}",
        {"instructor": "call-the-roll", "coordinator": "on-the-day"},
    ),
    ("/trainings/{training_id}/grading", {"instructor": "grade-a-skill-sheet", "coordinator": "on-the-day"}),
    (
        "/trainings/{training_id}/grading/{enrolment_id}/{sheet_key}",
        {"instructor": "grade-a-skill-sheet", "coordinator": "on-the-day"},
    ),
    (
        "/trainings/{training_id}/grading/{enrolment_id}/{sheet_key}/print",
        {"instructor": "print", "coordinator": "on-the-day"},
    ),
    ("/trainings/{training_id}/exam", {"instructor": "run-the-theory-exam", "coordinator": "on-the-day"}),
    ("/trainings/{training_id}/exam/{sitting_id}", {"coordinator": "on-the-day"}),
    ("/trainings/{training_id}/readiness", {"coordinator": "close-out"}),
    ("/trainings/{training_id}/close-out", {"coordinator": "close-out"}),
    ("/trainings/{training_id}/certificates", {"coordinator": "issue-certificates"}),
    (
        "/certificates",
        {"coordinator": "answer-is-this-real", "head": "download-all-certificates", "centre": "download-certificates"},
    ),
    (
        "/certificates/{certificate_id}/picture",
        {"trainee": "get-the-certificate", "head": "download-all-certificates", "centre": "download-certificates"},
    ),
    (
        "/certificates/wall-list",
        {"coordinator": "issue-certificates", "head": "print-the-wall-list", "centre": "look-into-one-kindergarten"},
    ),
    ("/staff", {"head": "see-who-is-covered", "centre": "look-into-one-kindergarten"}),
)
"""A page of the product → the task in each guide that has one for it. The first that fits counts."""


def place_of(path: str) -> dict[str, str]:
    """The tasks of the page at this address."""
    here = urlsplit(path).path
    return next((tasks for pattern, tasks in PLACES if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), here)), {})


def help_at(roles: frozenset[str], path: str) -> str:
    """The help that fits this page, and the way back from there; from Help itself, all of it."""
    if path.startswith("/help"):
        return "/help"
    return f"{fitting(roles, path)}?from={quote(path)}"


def fitting(roles: frozenset[str], path: str) -> str:
    """The task for this page in a guide of hers, else her guide; strangers get whatever is there for the page."""
    tasks, mine = place_of(path), own_guides(roles)
    guide = next((guide for guide in mine or GUIDES if guide in tasks), None)
    if guide is not None:
        return f"/help/{guide}/{tasks[guide]}"
    return f"/help/{mine[0]}" if mine else "/help"
