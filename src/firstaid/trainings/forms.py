from datetime import date, datetime, time
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from firstaid.core.words import N_
from firstaid.web.typed import one_line


def _on_the_wall(typed: time) -> time:
    return typed.replace(second=0, microsecond=0, tzinfo=None)


Line = Annotated[str, AfterValidator(one_line)]
Title = Annotated[Line, StringConstraints(min_length=1, max_length=120), Field(title=N_("Title"))]
Place = Annotated[Line, StringConstraints(min_length=1, max_length=200), Field(title=N_("Place"))]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31), title=N_("Day"))]
WallTime = Annotated[time, AfterValidator(_on_the_wall), Field(title=N_("Starts at"))]
Seats = Annotated[int, Field(ge=1, le=500, title=N_("Seats"))]
Minutes = Annotated[int, Field(ge=1, le=1440, title=N_("Minutes"))]
People = Annotated[list[UUID], Field(max_length=500, title=N_("People"))]


class LookForm(BaseModel):
    """What is looked for in the list of trainings, and which page of it."""

    model_config = ConfigDict(extra="forbid")

    words: Annotated[str, StringConstraints(max_length=100)] = ""
    state: Literal["", "planned", "open", "closed"] = ""
    page: Annotated[int, Field(ge=1, le=1000)] = 1


class PlanForm(BaseModel):
    """A training to be planned; `offer` is a course and a scheme, as `OfferedCourse.value` writes them."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    offer: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+:[a-z0-9-]+$", max_length=200)] = Field(
        title=N_("Course")
    )
    place: Place
    first_date: Day = Field(title=N_("First day"))
    starts_at: WallTime
    lunch: Annotated[int, Field(ge=0, le=240, title=N_("Minutes of lunch break"))] = 60
    capacity: Seats
    instructors: People = Field(default=[], title=N_("Instructors"))
    afterwards: Literal["yes"] | None = Field(default=None, title=N_("This day has passed: I enter it afterwards"))

    @property
    def course_key(self) -> str:
        return self.offer.split(":")[0]

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first_date, self.starts_at)

    @property
    def scheme_key(self) -> str:
        return self.offer.split(":")[1]


class DetailsForm(BaseModel):
    """What may still change of a training."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    place: Place
    capacity: Seats
    instructors: People = Field(default=[], title=N_("Instructors"))


class SessionsForm(BaseModel):
    """Day, time and length of every session, one list each in the same order."""

    model_config = ConfigDict(extra="forbid")

    session: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    day: list[Day] = Field(title=N_("Day"))
    starts_at: list[WallTime] = Field(title=N_("Starts at"))
    minutes: list[Minutes] = Field(title=N_("Minutes"))
    test_first: Literal["yes"] | None = Field(default=None, title=N_("The test comes first, and that is meant"))

    @model_validator(mode="after")
    def _even(self) -> Self:
        if not len(self.session) == len(self.day) == len(self.starts_at) == len(self.minutes):
            msg = N_("must have a day, a time and minutes for every session")
            raise ValueError(msg)
        return self

    @property
    def times(self) -> dict[UUID, tuple[datetime, int]]:
        """Session → when it begins, and for how long."""
        starts = map(datetime.combine, self.day, self.starts_at)
        return dict(zip(self.session, zip(starts, self.minutes, strict=True), strict=True))


class EnrolForm(BaseModel):
    """People of one institution."""

    model_config = ConfigDict(extra="forbid")

    institution_id: UUID
    people: People = []


class RollCallForm(BaseModel):
    """Enrolments said to be present or absent; `rest` speaks for all of whom nothing was said yet.

    `early`: the caller knows that the session begins only hours later.
    """

    model_config = ConfigDict(extra="forbid")

    present: People = []
    absent: People = []
    rest: Literal["present"] | None = None
    early: Literal["yes"] | None = None

    @property
    def said(self) -> dict[UUID, bool]:
        return dict.fromkeys(self.present, True) | dict.fromkeys(self.absent, False)

    @property
    def anchor(self) -> str:
        """The row that was touched, to come back to it."""
        touched = next(reversed(self.said), None)
        return f"#e-{touched}" if touched else ""


class JoinForm(BaseModel):
    """Who a trainee says she is. Nothing is checked here, so that every wrong try is answered alike."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(max_length=200)] = Field(default="", title=N_("Your name"))
    last4: Annotated[str, StringConstraints(max_length=60)] = Field(
        default="", title=N_("Last four characters of your ID card or phone number")
    )
