from firstaid.core.errors import Conflict, Invalid
from firstaid.core.words import N_


class SittingsAreOpen(Conflict):
    """A paper that is still being answered cannot be frozen."""

    code = "outcomes.sittings_are_open"
    message = N_("The theory exam is still being sat by: %(names)s.")
    advice = N_("The training was not closed out. Wait until they hand in or their time is up, then close it out.")


class MuchIsUndone(Conflict):
    """A record of what never happened is frozen only by somebody who says that it is meant."""

    code = "outcomes.much_is_undone"
    message = N_("Not everything was done in this training, so it was not closed out.")
    advice = N_("Nothing was changed. Do what is listed, or tick “Close it although this was not done” and send again.")


class NotClosedOut(Conflict):
    """Only a closed-out training can be opened again; somebody else may have done so a moment ago."""

    code = "outcomes.not_closed_out"
    message = N_("This training is not closed out.")
    advice = N_("Nothing was changed. Load the page of the training again to see how it stands now.")


class ReasonTooShort(Invalid):
    """A frozen record is opened again only with a reason somebody else can understand."""

    code = "outcomes.reason_too_short"
    field = "reason"
    message = N_("Reopening a closed training takes a reason of at least %(characters)s characters.")
    advice = N_("Nothing was changed. Write why the record has to change.")
