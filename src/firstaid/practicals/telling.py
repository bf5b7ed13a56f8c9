"""Verdicts in words: which step failed whom, with the numbers."""

from firstaid.core.words import N_, gettext, pick
from firstaid.practicals.rules import AttemptVerdict, SheetStanding, SheetState, StepVerdict

STATES = {
    SheetState.NOT_STARTED: N_("Not started"),
    SheetState.UNDER_WAY: N_("Being tested"),
    SheetState.PASSED: N_("Passed"),
    SheetState.RETEST: N_("Retest"),
    SheetState.FAILED: N_("Not passed"),
}

IN_TIME = N_("%(seconds)s s: good, between %(low)s and %(high)s s")
TOO_FAST = N_("%(seconds)s s: too fast, should be %(low)s to %(high)s s")
TOO_SLOW = N_("%(seconds)s s: too slow, should be %(low)s to %(high)s s")
PASSED = N_("Passed at attempt %(number)s")
NOT_PASSED = N_("Not passed at attempt %(number)s")
OVERTURNED = N_("%(verdict)s: changed by marks that reached us after the finish")
NOT_DONE = N_("%(step)s: not done")
OUT_OF_TIME = N_("%(step)s: %(seconds)s s for %(count)s compressions; should be %(low)s to %(high)s s")


def headline(attempt: AttemptVerdict) -> str:
    """Whether an attempt passed, as a title."""
    said = gettext(PASSED if attempt.passed else NOT_PASSED, number=attempt.number)
    return gettext(OVERTURNED, verdict=said) if attempt.overturned else said


def reason(one: StepVerdict) -> str:
    """What was wrong with one step."""
    step = pick(one.step.text)
    if one.done is None:
        return gettext("%(step)s: not judged", step=step)
    if one.seconds is None or one.step.timed is None:
        return gettext(NOT_DONE, step=step)
    timed = one.step.timed
    return gettext(
        OUT_OF_TIME,
        step=step,
        seconds=f"{one.seconds:g}",
        count=timed.count,
        low=f"{timed.low:g}",
        high=f"{timed.high:g}",
    )


def reasons(attempt: AttemptVerdict) -> tuple[str, ...]:
    """Every step that failed the attempt."""
    return tuple(map(reason, attempt.failed_by))


def also_missed(attempt: AttemptVerdict) -> tuple[str, ...]:
    """What was not shown although the attempt does not fail by it."""
    return tuple(map(reason, attempt.missed))


def detail(standing: SheetStanding) -> str:
    """How far somebody is who is being tested, or by which steps she failed; else nothing."""
    if standing.state is SheetState.UNDER_WAY:
        steps = standing.attempts[-1].steps
        judged = sum(one.done is not None for one in steps)
        return gettext("%(judged)s of %(all)s steps judged", judged=judged, all=len(steps))
    if standing.state in {SheetState.RETEST, SheetState.FAILED}:
        last = [one for one in standing.attempts if one.finished][-1]
        return gettext("; ").join(reasons(last))
    return ""


def sentence(standing: SheetStanding) -> str:
    """Where somebody stands with one sheet, in one line."""
    state, more = gettext(STATES[standing.state]), detail(standing)
    return gettext("%(state)s: %(detail)s", state=state, detail=more) if more else state


def in_window(one: StepVerdict) -> str:
    """How a measured time lies to what is asked for; nothing where none was measured."""
    if one.seconds is None or one.step.timed is None:
        return ""
    low, high = one.step.timed.low, one.step.timed.high
    words = TOO_FAST if one.seconds < low else TOO_SLOW if one.seconds > high else IN_TIME
    return gettext(words, seconds=f"{one.seconds:g}", low=f"{low:g}", high=f"{high:g}")
