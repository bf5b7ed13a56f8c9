"""Loading the shipped content, bottom floor first: the same files again change nothing."""

from datetime import datetime

from sqlmodel import Session

from firstaid.core.assets import asset_dir
from firstaid.courses import files as courses
from firstaid.facts import files as facts
from firstaid.questions import files as questions
from firstaid.schemes import files as schemes


def load(session: Session, *, at: datetime) -> None:
    """Add new versions of what changed; raises `ContentProblem` and changes nothing if a file cannot be used."""
    curriculum = asset_dir("curriculum")
    schemes.load(session, curriculum / "schemes", at=at)
    facts.load(session, curriculum, at=at)
    questions.load(session, asset_dir("question_bank"), at=at)
    courses.load(session, curriculum, at=at)
