from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from firstaid.core.errors import Invalid

FIELDS_MOST = 200
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=100)]


class CheckForm(BaseModel):
    """Question → the options that were chosen; every question is a field of its own, as radio buttons need it."""

    model_config = ConfigDict(extra="forbid")

    chosen: Annotated[dict[Key, Annotated[list[Key], Field(max_length=20)]], Field(max_length=50)]


async def answers_sent(request: Request) -> CheckForm:
    """The answers of a knowledge check, whatever its questions are called; raises `Invalid`."""
    async with request.form(max_files=0, max_fields=FIELDS_MOST) as sent:
        chosen = {name: sent.getlist(name) for name in sent}
    try:
        return CheckForm.model_validate({"chosen": chosen})
    except ValidationError as problem:
        raise Invalid from problem
