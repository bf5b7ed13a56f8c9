from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from firstaid.core.words import N_


def _visible(typed: str) -> str:
    """Without the characters that nobody sees, which make a reason look long or read backwards."""
    return "".join(character for character in typed if character.isprintable() or character.isspace())


class CloseOutForm(BaseModel):
    """`although`: the coordinator has seen what was never done, and closes all the same."""

    model_config = ConfigDict(extra="forbid")

    although: Literal["yes"] | None = Field(default=None, title=N_("Close it although this was not done"))


class ReopeningForm(BaseModel):
    """Why a frozen record has to change; the rules decide whether it is reason enough."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_visible)] = Field(
        default="", title=N_("Why does the record have to change?")
    )
