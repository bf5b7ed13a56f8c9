from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from firstaid.core.words import N_

Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class VerifyForm(BaseModel):
    """What stands on a paper, as somebody types it in."""

    model_config = ConfigDict(extra="forbid")

    number: Typed = Field(default="", title=N_("Certificate number"))
    code: Typed = Field(default="", title=N_("Check code"))
