from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from firstaid.core.words import N_


def _visible(typed: str) -> str:
    """Without the characters that nobody sees, which make a reason look long or read backwards."""
    return "".join(character for character in typed if character.isprintable() or character.isspace())


class ReopeningForm(BaseModel):
    """Why a frozen record has to change; the rules decide whether it is reason enough."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_visible)] = Field(
        default="", title=N_("Why does the record have to change?")
    )
