from firstaid.core.errors import Conflict, Invalid, TooLarge
from firstaid.core.words import N_


class NameTaken(Conflict):
    """Two institutions of one name could not be told apart on a certificate."""

    code = "institutions.name_taken"
    message = N_("There is already an institution called %(name)s.")
    advice = N_("Nothing was changed. Open that one, or add the town to the new name.")


class NotACentre(Invalid):
    """Only a centre oversees others."""

    code = "institutions.not_a_centre"
    field = "overseen_by"
    message = N_("The institution chosen to oversee this one is not a centre.")


class LoginTaken(Conflict):
    """Somebody else signs in by this name."""

    code = "institutions.login_taken"
    message = N_("Somebody else already signs in as %(login)s.")
    advice = N_("Nothing was changed. Choose another sign-in name.")


class CentreStandsOnTop(Invalid):
    """A centre is overseen by nobody here."""

    code = "institutions.centre_stands_on_top"
    field = "overseen_by"
    message = N_("A centre cannot be put under another centre.")


class NoSuchPhone(Invalid):
    """Without a phone that exists nobody could tell two namesakes apart."""

    code = "institutions.no_such_phone"
    field = "phone"
    message = N_("Check the phone number: 11 digits, or with its country code.")
    advice = N_("Nobody was appointed. Correct the number and send it again.")


class SignInNeeded(Invalid):
    """Somebody new cannot act in a role without a way to sign in."""

    code = "institutions.sign_in_needed"
    field = "login"
    message = N_("%(name)s has no sign-in name yet, so a sign-in name and a first password are needed.")
    advice = N_("Nobody was appointed. Fill in both.")


class LastCoordinator(Conflict):
    """Somebody must be able to appoint others."""

    code = "institutions.last_coordinator"
    message = N_("This is the only coordinator.")
    advice = N_("Nothing was changed. Appoint another coordinator first.")


class OldSpreadsheet(Invalid):
    """A workbook of before 2007, or one locked with a password: neither can be read."""

    code = "institutions.old_spreadsheet"
    message = N_("This file is an old Excel workbook (.xls), or one that is locked with a password.")
    advice = N_("Nothing was saved. Open it in Excel or WPS, save it as .xlsx without a password and upload that file.")


class NotASpreadsheet(Invalid):
    """The file is not an .xlsx workbook."""

    code = "institutions.not_a_spreadsheet"
    message = N_("This file is not an Excel workbook (.xlsx).")
    advice = N_("Nothing was saved. Open the list in Excel or WPS, save it as .xlsx and upload that file.")


class SpreadsheetTooLarge(TooLarge):
    """More than any staff list holds; read no further."""

    code = "institutions.spreadsheet_too_large"
    message = N_("This workbook is larger than a staff list can be: at most %(rows)s rows and %(columns)s columns.")
    advice = N_("Nothing was saved. Copy the staff into a new sheet and upload that, or split the list.")


class NoHeading(Invalid):
    """No row names the columns."""

    code = "institutions.no_heading"
    message = N_("No row with the headings was found: a column must be called 姓名 (name).")
    advice = N_(
        "Nothing was saved. Write the headings 姓名, 手机号, 身份证号 and 职务 above the columns and upload again."
    )


class ListConfirmed(Conflict):
    """What was carried out cannot be thrown away."""

    code = "institutions.list_confirmed"
    message = N_("This list was confirmed in the meantime, so it cannot be thrown away.")
    advice = N_("Its good rows are staff now. Open the list again to see what it did.")


class AlreadyFounded(Conflict):
    """One installation serves one issuing organisation."""

    code = "institutions.already_founded"
    message = N_("This installation already belongs to %(name)s.")
    advice = N_("Nothing was changed. Sign in there, or install firstaid again in another folder.")


class CodeUnusable(Invalid):
    """The code stands in every certificate number."""

    code = "institutions.code_unusable"
    message = N_("The short code needs 2 to 12 letters or digits, without spaces.")
    advice = N_("Nothing was saved. Choose another code.")
