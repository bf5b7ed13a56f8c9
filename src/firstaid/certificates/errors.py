from firstaid.core.errors import Conflict, FirstAidError, Invalid, Unavailable
from firstaid.core.words import N_


class NotClosedOut(Conflict):
    """Certificates stand on a closed record."""

    code = "certificates.not_closed_out"
    message = N_("This training is not closed out, so no certificate can be issued from it yet.")
    advice = N_("Nothing was issued. Look at what is missing, close the training out, then issue.")


class NobodyIsReady(Conflict):
    """The closed record entitles nobody."""

    code = "certificates.nobody_is_ready"
    message = N_("Nobody in this training has reached everything a certificate needs.")
    advice = N_("Nothing was issued. The readiness table shows what is missing for each trainee.")


class NoGlyph(Invalid):
    """A box on a certificate is no name."""

    code = "certificates.no_glyph"
    message = N_("No installed font has these characters: %(characters)s. They occur in: %(texts)s.")
    advice = N_(
        "Nothing was issued to them, and no number was used. Install a font that has them "
        "(LXGW WenKai, package fonts-lxgw-wenkai) or correct the name, then issue again."
    )


class NotPrintedYet(Conflict):
    """Its paper is still in the press."""

    code = "certificates.not_printed_yet"
    message = N_("This certificate is being printed.")
    advice = N_("Its number is reserved and nothing is lost. Try again in a minute.")


class Misprint(FirstAidError):
    """The press gave no paper; the certificate stays intended and can be printed again."""

    code = "certificates.misprint"
    message = N_("The certificate could not be printed.")
    advice = N_("The number is reserved and nothing is lost. Print it again.")


class DoesNotFit(Misprint):
    """A certificate is one page."""

    code = "certificates.does_not_fit"
    message = N_("The texts are too long for one page.")


class TooSlow(Misprint):
    """The time limit of one paper."""

    code = "certificates.too_slow"
    message = N_("Printing took too long and was stopped.")


class PressBroke(Misprint):
    """The printing process ended, by a limit or by a fault."""

    code = "certificates.press_broke"
    message = N_("Printing stopped before the certificate was done.")


class PressMissing(Misprint):
    """The machine lacks the libraries that printing needs."""

    code = "certificates.press_missing"
    message = N_("This machine cannot print yet: libraries are missing. The operator types “firstaid doctor”.")


class NotDrawn(Unavailable):
    """The paper is there; only its picture is not."""

    code = "certificates.not_drawn"
    message = N_("No picture of this certificate could be drawn.")
    advice = N_("The certificate itself is unharmed: open its PDF, or try again in a minute.")


class PressClosed(Unavailable):
    """The application is going down."""

    code = "certificates.press_closed"
    message = N_("No certificates are printed just now.")


class NothingPrinted(Conflict):
    """An empty ZIP would look like a broken one."""

    code = "certificates.nothing_printed"
    message = N_("No certificate has been printed here yet.")
    advice = N_("There is nothing to download. Look again once certificates have been issued.")
