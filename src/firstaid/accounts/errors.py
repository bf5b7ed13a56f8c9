from firstaid.core.errors import Invalid, TooMany
from firstaid.core.words import N_


class WrongPassword(Invalid):
    """The name or the password is wrong; which of them is not told."""

    code = "accounts.wrong_password"
    message = N_("The sign-in name or the password is wrong.")
    advice = N_("Type both again. If you have forgotten the password, ask the coordinator for a new one.")


class TooManyTries(TooMany):
    """Guessing has to stop for a while."""

    code = "accounts.too_many_tries"
    message = N_("There were too many wrong tries.")
    advice = N_("Nothing was changed. Wait five minutes, then try again.")


class PasswordTooWeak(Invalid):
    """A password that is guessed first."""

    code = "accounts.password_too_weak"
    field = "new"
    message = N_("A password needs at least 10 characters and must not be one that everybody tries.")
    advice = N_("Nothing was changed. Choose a longer one, for instance four words in a row.")


class OldPasswordWrong(Invalid):
    """Whoever changes a password must know the one before it."""

    code = "accounts.old_password_wrong"
    field = "old"
    message = N_("The current password is wrong.")
    advice = N_("Nothing was changed. Type both passwords again.")
