from firstaid.core.errors import Conflict, Invalid
from firstaid.core.words import N_


class MarkRefused(Conflict):
    """One mark that cannot be kept as things are; the others of its batch are not touched by it."""


class NotAllJudged(MarkRefused):
    """An attempt is finished only when every step was looked at."""

    code = "practicals.not_all_judged"
    message = N_("These steps have not been judged yet: %(steps)s.")
    advice = N_("The attempt was not finished; its marks are kept. Judge these steps, then finish.")


class AttemptSettled(MarkRefused):
    """A verdict stands; what was marked before it on another phone may still arrive, what came after may not."""

    code = "practicals.attempt_settled"
    message = N_("This attempt was already finished, so its verdict stands.")
    advice = N_("The mark was not counted. Open the page again to see the verdict.")


class AlreadyPassed(MarkRefused):
    """Nobody has to show again what she has shown."""

    code = "practicals.already_passed"
    message = N_("This skill has been passed already.")
    advice = N_("The mark was not counted. Go on to the next trainee.")


class NotCoached(MarkRefused):
    """Whoever failed is shown again what was wrong before she is tested again."""

    code = "practicals.not_coached"
    message = N_("Before the retest the trainee has to be re-coached.")
    advice = N_("The mark was not counted. Go through the failed steps with the trainee, note it, then grade again.")


class EarlierAttemptRuns(MarkRefused):
    """Attempts follow one another."""

    code = "practicals.earlier_attempt_runs"
    message = N_("The attempt before this one is not finished.")
    advice = N_("The mark was not counted. Finish that attempt first.")


class NoAttemptLeft(MarkRefused):
    """The scheme says how often one may try."""

    code = "practicals.no_attempt_left"
    message = N_("No attempt is left: the rules of this training allow %(attempts)s.")
    advice = N_("The mark was not counted. The coordinator decides what happens now.")


class GradesHerself(MarkRefused):
    """Also when she is an instructor here and sits in the class."""

    code = "practicals.grades_herself"
    message = N_("Nobody grades their own skills.")
    advice = N_("The mark was not counted. Ask another instructor.")


class MarkDiffers(MarkRefused):
    """A mark is an event: under one id, or one device's counter, only one thing can have happened."""

    code = "practicals.mark_differs"
    message = N_("Another mark was already sent under this number.")
    advice = N_("The mark was not counted; the earlier one is kept. Open the page again and mark the step again.")


class ClockIsWrong(MarkRefused):
    """Marks are ordered by the phone's clock, so it may not be wrong by days."""

    code = "practicals.clock_is_wrong"
    message = N_("The clock of this phone is wrong by more than a day.")
    advice = N_("The mark was not counted. Set the phone's date and time, then mark the step again.")


class SomebodyElses(Conflict):
    """Another instructor has signed in on this phone; a mark bears the name of whoever made it."""

    code = "practicals.somebody_elses"
    message = N_("These marks were made by somebody else on this phone.")
    advice = N_("They stay saved on this phone and are sent when that person signs in here again.")


class UnusableMark(Invalid):
    """No page of ours sends this."""

    code = "practicals.unusable_mark"
    message = N_("This mark cannot be used.")
    advice = N_("It was not counted. Load the page again and mark the step again.")


class NoSuchStep(UnusableMark):
    """The training is graded by the version of the sheet that it locked when it opened."""

    code = "practicals.no_such_step"
    message = N_("The skill sheet of this training has no such step.")


class NeedsSeconds(UnusableMark):
    """A timed step is done when its seconds are right."""

    code = "practicals.needs_seconds"
    message = N_("This step is judged by its seconds.")
    advice = N_("It was not counted. Time the step, or mark it as not done.")
