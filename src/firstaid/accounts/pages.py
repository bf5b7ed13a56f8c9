from dataclasses import dataclass
from uuid import UUID

from firstaid.web.pages import Page


@dataclass(frozen=True)
class SignInPage(Page, template="accounts/sign_in.html"):
    """The door for staff; trainees are shown the way to theirs."""

    next: str


@dataclass(frozen=True)
class SignInLine:
    """One browser in which I am known; `here`: this one."""

    id: UUID
    words: str
    about: str
    """On what, and since when."""
    here: bool


@dataclass(frozen=True)
class AccountPage(Page, template="accounts/account.html"):
    """My own account: who I am here, my password, my browsers."""

    name: str
    phone: str
    resident_id: str
    login: str | None
    sign_ins: tuple[SignInLine, ...]
