from firstaid.core.errors import Conflict, Invalid
from firstaid.core.words import N_


class NotPresent(Conflict):
    """The exam is for those who are in the room."""

    code = "exams.not_present"
    message = N_("The roll call does not have you present at the theory exam yet.")
    advice = N_("No exam was started. Ask your instructor to mark you present, then press Start again.")


class AlreadyPassed(Conflict):
    code = "exams.already_passed"
    message = N_("You have already passed the theory exam.")
    advice = N_("Nothing was changed. Your result stands; there is nothing more to do here.")


class NoSittingLeft(Conflict):
    """The scheme says how often one may try in one training."""

    code = "exams.no_sitting_left"
    message = N_("No sitting is left: this training allows %(allowed)s.")
    advice = N_("No exam was started. Speak to your instructor about taking the training again.")


class CannotDraw(Conflict):
    """The bank lacks questions for the blueprint, or too many of them rule each other out."""

    code = "exams.cannot_draw"
    message = N_("The question bank does not hold enough questions to make a paper.")
    advice = N_("No exam was started and no sitting was used up. Tell the coordinator: the bank has to be filled.")


class OnlyPrivateQuestions(Conflict):
    """The open bank's keys are published; some schemes do not examine from it."""

    code = "exams.only_private_questions"
    message = N_("The rules of this training allow only private questions, and this installation has none.")
    advice = N_("No exam was started and no sitting was used up. Tell the coordinator: hold the exam on paper.")


class TimeIsUp(Conflict):
    """Beyond the deadline and its grace nothing is taken any more."""

    code = "exams.time_is_up"
    message = N_("The time for this paper is up.")
    advice = N_("What had been saved before was handed in and counts. What came later was not taken.")


class AlreadyHandedIn(Conflict):
    code = "exams.already_handed_in"
    message = N_("This paper has been handed in.")
    advice = N_("What had been saved before counts; nothing can be changed now. Your result is on the exam page.")


class NotOnThisPaper(Invalid):
    """An answer to a question, or with an option, that the paper does not have."""

    code = "exams.not_on_this_paper"
    message = N_("An answer was sent that this paper does not have.")
    advice = N_("It was not saved; everything saved before is kept. Load the page again and answer there.")


class NotReleased(Conflict):
    """Keys stay here until nobody of the class can use them."""

    code = "exams.not_released"
    message = N_("The right answers are shown once the training is closed.")
    advice = N_("Your own result by topic is already on the exam page.")
