from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from firstaid.core.words import N_
from firstaid.institutions.models import InstitutionKind, Role
from firstaid.web.typed import one_line


def _none_if_blank(typed: Any) -> Any:
    return None if typed == "" else typed


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(one_line),
    Field(title=N_("Name")),
]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80), AfterValidator(one_line)]
SignInName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^([A-Za-z0-9._@+-]{2,60})?$")]
MaybeId = Annotated[UUID | None, BeforeValidator(_none_if_blank)]


class LookForm(BaseModel):
    """What is looked for in the list of institutions."""

    model_config = ConfigDict(extra="forbid")

    words: Annotated[str, StringConstraints(max_length=100)] = ""
    kind: Literal["", "kindergarten", "centre", "other"] = ""


class InstitutionForm(BaseModel):
    """A kindergarten or a centre."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(title=N_("Name of the institution"))
    kind: InstitutionKind = Field(title=N_("Kind"))
    town: Short = Field(default="", title=N_("Town"))
    overseen_by: MaybeId = Field(default=None, title=N_("Overseen by"))


class OverseerForm(BaseModel):
    """The centre that oversees a kindergarten, or none."""

    model_config = ConfigDict(extra="forbid")

    overseen_by: MaybeId = Field(default=None, title=N_("Centre"))


class HeadForm(BaseModel):
    """Somebody who is to act for an institution; how she signs in may be left out if she does already."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    phone: Short = Field(title=N_("Mobile"))
    login: SignInName = Field(default="", title=N_("Sign-in name"))
    password: Annotated[str, StringConstraints(max_length=200)] = Field(default="", title=N_("First password"))


class TeamForm(HeadForm):
    """Somebody who is to act for the issuer."""

    role: Literal[Role.COORDINATOR, Role.INSTRUCTOR, Role.AUDITOR] = Field(title=N_("Role"))
