from firstaid.core.errors import Invalid
from firstaid.core.words import N_


class NotThisCheck(Invalid):
    """An answer to a question, or an option, that this knowledge check does not hold."""

    code = "courses.not_this_check"
    message = N_("The answers that were sent do not belong to this knowledge check.")
    advice = N_("Nothing was saved. Open the lesson again and answer there.")


class SomeUnanswered(Invalid):
    """A knowledge check that was sent before every question had an answer."""

    code = "courses.some_unanswered"
    message = N_("Some questions have no answer yet.")
    advice = N_("What you have chosen is still there. Answer these, then check again.")
