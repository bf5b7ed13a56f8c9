import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from firstaid.exams.rules import Choice

Letter = Annotated[str, StringConstraints(pattern=r"^[A-J]$")]
Position = Annotated[int, Field(ge=1, le=500)]
QUESTION = re.compile(r"^q([1-9][0-9]{0,2})$")


class SavedAnswer(BaseModel):
    """One choice as a phone sends it; it carries no time, because only the server's counts."""

    model_config = ConfigDict(extra="forbid")

    position: Position
    sequence: Annotated[int, Field(ge=1, le=1_000_000)]
    chosen: Annotated[list[Letter], Field(max_length=10)]


class AnswersForm(BaseModel):
    """Choices out of a phone's queue; none: a question whether the paper still stands."""

    model_config = ConfigDict(extra="forbid")

    answers: Annotated[list[SavedAnswer], Field(max_length=500)]

    @property
    def choices(self) -> list[Choice]:
        return [Choice(one.position, one.sequence, tuple(sorted(one.chosen))) for one in self.answers]


class PaperForm(BaseModel):
    """The whole paper from a browser without scripts: q1, q2, … with the letters chosen."""

    model_config = ConfigDict(extra="forbid")

    then: Literal["go_on", "hand_in"] = "go_on"
    chosen: dict[Position, Annotated[list[Letter], Field(max_length=10)]] = {}

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, sent: Any) -> Any:
        """Bring q1, q2, … together under `chosen`; any other name is left to be refused."""
        named = {name: QUESTION.match(name) for name in sent}
        chosen = {
            int(found[1]): value if isinstance(value := sent[name], list) else [value]
            for name, found in named.items()
            if found
        }
        return {name: value for name, value in sent.items() if not named[name]} | {"chosen": chosen}
