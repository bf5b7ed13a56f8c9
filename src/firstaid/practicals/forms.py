from dataclasses import dataclass
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from firstaid.practicals.models import MarkKind
from firstaid.practicals.rules import DONE, NOT_DONE, SECONDS_MOST

MARKS_MOST = 200
INTEGER_MOST = 2**31 - 1  # what a column of either engine holds
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Attempt = Annotated[int, Field(ge=1, le=20)]


class SentMark(BaseModel):
    """One mark as a phone made it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    enrolment_id: UUID
    sheet_key: Key
    attempt: Attempt
    kind: MarkKind
    step_key: Key | None = None
    value: Annotated[float, Field(allow_inf_nan=False)] | None = None
    counter: Annotated[int, Field(ge=1, le=INTEGER_MOST)]
    marked_at: AwareDatetime


class SentMarks(BaseModel):
    """What one phone has kept for one instructor; `graded_by` guards against another having signed in on it."""

    model_config = ConfigDict(extra="forbid")

    device_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
    graded_by: UUID
    marks: Annotated[list[SentMark], Field(min_length=1, max_length=MARKS_MOST)]


@dataclass(frozen=True)
class Said:
    """What is said of one step."""

    kind: MarkKind
    value: float | None


NOT_YET = Said(MarkKind.STEP, None)
WORDS = {"done": Said(MarkKind.STEP, DONE), "not_done": Said(MarkKind.STEP, NOT_DONE), "not_yet": NOT_YET}


class SheetForm(BaseModel):
    """A whole skill sheet as a browser without scripts sends it.

    `said` holds done, not_done or not_yet by step, `seconds` what was typed for a timed one.
    """

    model_config = ConfigDict(extra="forbid")

    attempt: Attempt
    act: Literal["save", "finish", "coach"] = "save"
    said: dict[Key, Literal["done", "not_done", "not_yet"]] = {}
    seconds: dict[Key, Annotated[float, Field(gt=0, le=SECONDS_MOST, allow_inf_nan=False)] | None] = {}

    @classmethod
    def of(cls, fields: dict[str, str]) -> Self:
        """Fields named `said.STEP` and `seconds.STEP`, and the rest under their own names."""
        said = {name.removeprefix("said."): typed for name, typed in fields.items() if name.startswith("said.")}
        seconds = {
            name.removeprefix("seconds."): typed.strip().replace(",", ".") or None
            for name, typed in fields.items()
            if name.startswith("seconds.")
        }
        rest = {name: typed for name, typed in fields.items() if not name.startswith(("said.", "seconds."))}
        return cls.model_validate({"said": said, "seconds": seconds, **rest})

    def judged(self) -> dict[str, Said]:
        """Step → what the form says of it. A step said to be not done is not done, whatever was timed."""
        ticked = {step: WORDS[word] for step, word in self.said.items()}
        timed = {
            step: NOT_YET if seconds is None else Said(MarkKind.SECONDS, seconds)
            for step, seconds in self.seconds.items()
            if ticked.get(step) != WORDS["not_done"]
        }
        return ticked | timed


async def sheet_form(request: Request) -> SheetForm:
    """The form of this request; its fields are named by steps, which no signature can list."""
    async with request.form(max_files=0, max_fields=MARKS_MOST) as form:
        fields = {name: typed for name, typed in form.multi_items() if isinstance(typed, str)}
    try:
        return SheetForm.of(fields)
    except ValidationError as problem:
        raise RequestValidationError(problem.errors()) from problem
