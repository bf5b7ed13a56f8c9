"""Facts and their sources, as files an instructor can review."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field
from sqlmodel import Session

from firstaid.core.content import Both, Shape, read_as
from firstaid.core.versions import keep_version, retire_missing
from firstaid.facts.models import FactVersion, SourceVersion


class Source(Shape):
    """Where something is said, and how much of it was read."""

    id: str
    publisher: str
    title: str
    year: int | None
    address: str | None
    grade: Literal["A", "B", "C"]
    read: Literal["full", "opening", "secondary"]


class SourceList(Shape):
    """The file of sources."""

    sources: list[Source]


class SchemeValue(Shape):
    """One scheme's own answer."""

    value: Both
    sources: list[str]


class Fact(Shape):
    """A medical fact, once. `by_scheme` stands where bodies differ."""

    id: str
    title: Both
    value: Both
    sources: list[str]
    guideline: str
    confidence: Literal["strong", "fair", "weak"]
    differs: bool
    by_scheme: dict[str, SchemeValue | Literal["not asked"]] = Field(default_factory=dict)

    def may_be_asked(self, scheme: str) -> bool:
        """Whether a live question may rest on it under `scheme`."""
        return self.confidence != "weak" and (not self.differs or isinstance(self.by_scheme.get(scheme), SchemeValue))


class FactGroup(Shape):
    """One file of facts."""

    group: str
    facts: list[Fact]


def read_sources(path: Path) -> list[Source]:
    return read_as(SourceList, path).sources


def read_facts(folder: Path) -> list[Fact]:
    groups = [read_as(FactGroup, path) for path in sorted(folder.glob("*.yaml"))]
    return [fact for group in groups for fact in group.facts]


def load(session: Session, curriculum: Path, *, at: datetime) -> None:
    sources, facts = read_sources(curriculum / "sources.yaml"), read_facts(curriculum / "facts")
    for source in sources:
        keep_version(session, SourceVersion, source.id, source.model_dump(mode="json"), at=at)
    for fact in facts:
        keep_version(session, FactVersion, fact.id, fact.model_dump(mode="json"), at=at)
    retire_missing(session, SourceVersion, {source.id for source in sources})
    retire_missing(session, FactVersion, {fact.id for fact in facts})
