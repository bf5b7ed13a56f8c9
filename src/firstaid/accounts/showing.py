"""What the pages about oneself show."""

from datetime import datetime, timedelta

from sqlmodel import Session

from firstaid.accounts import browsers, queries
from firstaid.accounts.asking import Asking
from firstaid.accounts.identity import masked_id, masked_phone
from firstaid.accounts.models import Login, SignIn
from firstaid.accounts.pages import AccountPage, SignInLine
from firstaid.core.words import N_, gettext, ngettext


def account(session: Session, me: Asking, at: datetime) -> AccountPage:
    login = session.get(Login, me.person.id)
    return AccountPage(
        name=me.person.name,
        phone=masked_phone(me.person.phone),
        resident_id=masked_id(me.person.id_last4),
        login=login.name if login else None,
        sign_ins=tuple(
            SignInLine(one.id, browsers.words(one.device), _about(one, at), one.id == me.sign_in.id)
            for one in queries.sign_ins_of(session, me.person.id, at)
        ),
    )


def _about(sign_in: SignIn, at: datetime) -> str:
    return " · ".join(filter(None, (browsers.device(sign_in.device), _since(sign_in, at))))


def _since(sign_in: SignIn, at: datetime) -> str:
    """How long ago, so that no time zone need be known."""
    ago = at - sign_in.created_at
    days, hours, minutes = ago // timedelta(days=1), ago // timedelta(hours=1), ago // timedelta(minutes=1)
    if days:
        return ngettext("signed in %(days)s day ago", "signed in %(days)s days ago", days) % {"days": days}
    if hours:
        return ngettext("signed in %(hours)s hour ago", "signed in %(hours)s hours ago", hours) % {"hours": hours}
    if minutes:
        return ngettext("signed in %(min)s minute ago", "signed in %(min)s minutes ago", minutes) % {"min": minutes}
    return gettext(N_("signed in just now"))
