from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from firstaid.core.words import N_

LoginName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Typed = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Place = Annotated[str, StringConstraints(max_length=2000)]


class SignInForm(BaseModel):
    """A name and a password, and where to go on."""

    model_config = ConfigDict(extra="forbid")

    login: LoginName = Field(title=N_("Sign-in name"))
    password: Typed = Field(title=N_("Password"))
    next: Place = "/"


class LanguageForm(BaseModel):
    """The language to read in from now on."""

    model_config = ConfigDict(extra="forbid")

    language: Annotated[str, StringConstraints(pattern="^(en|zh-CN)$")] = Field(title=N_("Language"))
    next: Place = "/"


class PasswordForm(BaseModel):
    """A new password for oneself."""

    model_config = ConfigDict(extra="forbid")

    old: Typed = Field(title=N_("Current password"))
    new: Typed = Field(title=N_("New password"))
