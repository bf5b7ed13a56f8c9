from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class ReopeningForm(BaseModel):
    """Why a frozen record has to change; the rules decide whether it is reason enough."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
