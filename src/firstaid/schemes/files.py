"""A scheme's file: one issuer's rules, each with its source or marked to be confirmed."""

from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from sqlmodel import Session

from firstaid.core.content import Both, Shape, read_as
from firstaid.core.versions import keep_version, retire_missing
from firstaid.schemes.models import SchemeVersion


class Basis(Shape):
    """Why a rule is as it is."""

    sources: list[str] = Field(default_factory=list)
    confirm: bool = False
    note: Both | None = None

    @model_validator(mode="after")
    def _grounded(self) -> Self:
        if not (self.sources or self.confirm):
            msg = "needs sources, or confirm: true"
            raise ValueError(msg)
        return self


class AttendanceRule(Shape):
    """How much of the sessions must be attended."""

    floor_percent: int = Field(ge=0, le=100)
    basis: Basis


class PracticalRule(Shape):
    """How skill sheets decide, and how often one may try."""

    attempts: int = Field(ge=1)
    rule: Literal["all_critical", "all_required"]
    basis: Basis


class ExamRule(Shape):
    """The theory exam's frame."""

    minutes: int = Field(ge=1)
    pass_percent: int = Field(ge=1, le=100)
    sittings: int = Field(ge=1)
    multiple: Literal["all_or_nothing"]
    exam_from: Literal["private", "any"]
    basis: Basis


class ValidityRule(Shape):
    """How long a certificate holds."""

    months: int | None = Field(ge=1)
    starts: Literal["last_assessment", "issue"]
    month_end: bool
    basis: Basis


class NumberingRule(Shape):
    """{issuer}, {year} and {serial} in a pattern of Python's format language."""

    pattern: str
    basis: Basis

    @model_validator(mode="after")
    def _usable(self) -> Self:
        try:
            one, two = (self.pattern.format(issuer="X", year=2026, serial=serial) for serial in (1, 2))
        except (LookupError, AttributeError) as problem:
            msg = f"pattern asks for something that is not issuer, year or serial: {problem}"
            raise ValueError(msg) from problem
        if one == two:
            msg = "pattern gives two certificates one number"
            raise ValueError(msg)
        return self


class RatioRule(Shape):
    """How many trainees an instructor and a manikin can serve."""

    trainees_per_instructor: int = Field(ge=1)
    trainees_per_manikin: int = Field(ge=1)
    basis: Basis


class RefresherRule(Shape):
    """What is said about retraining."""

    note: Both
    basis: Basis


class Scheme(Shape):
    """Whose rules apply."""

    id: str
    title: Both
    example: bool
    notice: Both
    guideline: str
    region: str
    timezone: str
    attendance: AttendanceRule
    practical: PracticalRule
    exam: ExamRule
    validity: ValidityRule
    numbering: NumberingRule
    ratios: RatioRule
    refresher: RefresherRule


def read_schemes(folder: Path) -> list[Scheme]:
    return [read_as(Scheme, path) for path in sorted(folder.glob("*.yaml"))]


def load(session: Session, folder: Path, *, at: datetime) -> None:
    schemes = read_schemes(folder)
    for scheme in schemes:
        keep_version(session, SchemeVersion, scheme.id, scheme.model_dump(mode="json"), at=at)
    retire_missing(session, SchemeVersion, {scheme.id for scheme in schemes})


def rules_of(version: SchemeVersion) -> Scheme:
    """The rules as they stood in this version."""
    return Scheme.model_validate(version.body)
