from firstaid.core.errors import Conflict, Invalid, TooMany
from firstaid.core.words import N_


class TrainingNotOpen(Conflict):
    """Roll calls, marks and exams belong to an open training."""

    code = "trainings.not_open"
    message = N_("This training is not open.")
    advice = N_(
        "Nothing was changed. A planned training is opened by the coordinator; a closed one has to be reopened first."
    )


class TrainingClosed(Conflict):
    """The record is frozen."""

    code = "trainings.closed"
    message = N_("This training is closed and its record is frozen.")
    advice = N_("Nothing was changed. The coordinator can reopen it, and has to say why.")


class NotReadyToOpen(Conflict):
    """Something is missing without which nobody could be taught; each subclass says what."""


class NoSessions(NotReadyToOpen):
    code = "trainings.no_sessions"
    message = N_("This training has no sessions yet.")
    advice = N_("It was not opened. Plan at least one session, then open it.")


class NoInstructors(NotReadyToOpen):
    code = "trainings.no_instructors"
    message = N_("Nobody is named as instructor of this training yet.")
    advice = N_("It was not opened. Choose the instructors under “Details”, then open it.")


class NobodyEnrolled(NotReadyToOpen):
    code = "trainings.nobody_enrolled"
    message = N_("Nobody is enrolled in this training yet.")
    advice = N_("It was not opened. Enrol the trainees, then open it.")


class NotOffered(Invalid):
    """No current course of that name, or not under that scheme."""

    code = "trainings.not_offered"
    message = N_("This course is not offered under this scheme.")
    advice = N_("Nothing was saved. Choose a course and scheme from the list.")


class NotAnInstructor(Invalid):
    """Only those the issuer has named instructors teach and grade."""

    code = "trainings.not_an_instructor"
    message = N_("Somebody who was chosen as instructor is not one any more.")
    advice = N_("Nothing was saved. Choose from the list as it is now.")


class NoSeatLeft(Conflict):
    """More people than seats; all or none are enrolled, so that nobody is left out unseen."""

    code = "trainings.no_seat_left"
    message = N_("More people were ticked (%(wanted)s) than seats are free (%(free)s).")
    advice = N_("Nobody was enrolled. Tick fewer people, or raise the number of seats under “More or fewer seats”.")


class NobodyTicked(Invalid):
    code = "trainings.nobody_ticked"
    message = N_("Nobody was ticked.")
    advice = N_("Nothing was changed. Tick the people and send again.")


class NotOnStaff(Conflict):
    """A staff list can change between looking and ticking."""

    code = "trainings.not_on_staff"
    message = N_("Somebody who was ticked does not work at this institution any more.")
    advice = N_("Nobody was enrolled. Tick again in the list as it is now.")


class SeatsAreTaken(Conflict):
    """There cannot be fewer seats than people sitting on them."""

    code = "trainings.seats_are_taken"
    message = N_("More people are enrolled (%(taken)s) than the new number of seats (%(capacity)s).")
    advice = N_("Nothing was saved. Withdraw somebody first, or leave more seats.")


class PlanHasChanged(Conflict):
    """The sessions sent are not the sessions there are."""

    code = "trainings.plan_has_changed"
    message = N_("The sessions that were sent are not those of this training.")
    advice = N_("Nothing was saved. Load the page again and change the times there.")


class DayHasPassed(Conflict):
    """A training held on paper is entered afterwards; a date that was only mistyped is asked for once more."""

    code = "trainings.day_has_passed"
    field = "first_date"
    message = N_("The first day has passed already.")
    advice = N_("Nothing was saved. Correct the day, or tick “This day has passed: I enter it afterwards”.")


class SessionsOverlap(Conflict):
    """One group cannot be in two places."""

    code = "trainings.sessions_overlap"
    message = N_("Two sessions are at the same time: “%(first)s” and “%(second)s”.")
    advice = N_("Nothing was saved. Move one of them, or make the first one shorter.")


class ExamTooSoon(Conflict):
    """Nobody is tested in what she has not been taught, unless the coordinator has planned it like that."""

    code = "trainings.tested_too_soon"
    message = N_("“%(test)s” is planned before “%(lesson)s”.")
    advice = N_("Nothing was saved. Move one of them, or tick “The test comes first, and that is meant”.")


class NotInThisRoom(Conflict):
    """Somebody on the roll was withdrawn while it was called."""

    code = "trainings.not_in_this_room"
    message = N_("Somebody on this roll is not enrolled any more.")
    advice = N_("Nothing was saved. Load the page again and go on from there.")


class RollIsEarly(Conflict):
    """Who is called present may sit the exam of that session, so a roll hours ahead is asked for twice."""

    code = "trainings.roll_is_early"
    message = N_("This session begins in more than an hour, so nobody was called yet.")
    advice = N_(
        "Nothing was saved. Call the roll of the session that runs now, or tick “Call it already now” and call again."
    )


class CallsHerself(Conflict):
    """Nobody vouches for her own presence, as nobody grades herself."""

    code = "trainings.calls_herself"
    message = N_("You are enrolled in this training yourself, so somebody else has to say whether you are there.")
    advice = N_("Nothing was saved. Ask another instructor or the coordinator to call you.")


class CannotJoin(Invalid):
    """Code, name and digits do not belong together; which of them is wrong is not told."""

    code = "trainings.cannot_join"
    message = N_("This code, name and last four characters do not belong together.")
    advice = N_(
        "Check all three: the join code on the wall, the name as on your ID card, and the last four "
        "characters of your ID card or phone number. If it still does not work, ask the instructor."
    )


class TooManyToday(TooMany):
    """Guessing four digits slowly has to end as well."""

    code = "trainings.too_many_today"
    message = N_("There were too many wrong tries with this name today.")
    advice = N_("Nobody was signed in. Ask the instructor or the coordinator which numbers stand on the list.")


class SeveralFit(Conflict):
    """Two namesakes with the same digits: somebody who knows them has to say who is who."""

    code = "trainings.several_fit"
    message = N_("Two people in this training have this name and these last four characters.")
    advice = N_("Nobody was signed in. Try the last four of your other number, or ask the coordinator.")


class TrainingOver(Conflict):
    """Phones that joined stay joined; new ones are not let in."""

    code = "trainings.over"
    message = N_("This training is over, so nobody can join it any more.")
    advice = N_("A phone that joined before still works. Otherwise ask the coordinator for your certificate.")
