"""What the people of the story hold in their hands and remember from one step to the next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import count

from journeys.browser import Asked, Browser, StepOnPage, steps_on
from pypdf import PdfReader
from staff_list import GOOD, WILLOW, Line

from firstaid.core.assets import asset_dir
from firstaid.core.ids import new_id
from firstaid.questions.files import read_topics

CPR, CHOKING = "adult-cpr-aed", "choking"
COURSE = "cpr-aed-one-day"
SUNFLOWERS, WILLOWS = GOOD[:8], (WILLOW[0], WILLOW[1], WILLOW[3])
IN_TIME, TOO_SLOW = 16.5, 24.0
PASSES = 20  # of 25 at 80%


@dataclass
class Trainee:
    """Somebody who came: her line on the staff list, her phone, and her seat as the instructor's page names it."""

    line: Line
    phone: Browser
    number: int
    seat: str = ""


@dataclass
class Story:
    """Addresses by what they are, and people by their class number."""

    coordinator: Browser
    places: dict[str, str] = field(default_factory=dict)
    training: str = ""
    join_code: str = ""
    trainees: dict[int, Trainee] = field(default_factory=dict)
    certificates: dict[str, str] = field(default_factory=dict)
    """Certificate number → the address of its PDF."""

    def called(self, name: str) -> Trainee:
        return next(one for one in self.trainees.values() if one.line.name == name)


class InstructorsPhone:
    """Makes marks as the grading page's script does, from what that page shows."""

    def __init__(self, browser: Browser, story: Story, now) -> None:
        self.browser, self.story, self.now = browser, story, now
        self.counter: Iterator[int] = count(1)

    def grade(self, trainee: Trainee, sheet: str, *, attempt: int = 1, missed: int = 0, coach: bool = False) -> dict:
        """Judge a whole sheet; the first `missed` deciding steps were not shown. What the server makes of it."""
        page = self.browser.see(f"{self.story.training}/grading/{trainee.seat}/{sheet}")
        grader = re.search(r'data-grader="([^"]+)"', page)
        assert grader
        steps = steps_on(page)
        not_shown = {step.key for step in [one for one in steps if one.decides and not one.timed][:missed]}
        said = [self._judged(step, shown=step.key not in not_shown) for step in steps]
        marks = [("coached", None, None)] * coach + said + [("finish", None, None)]
        test = {"enrolment_id": trainee.seat, "sheet_key": sheet, "attempt": attempt}
        made = [test | self._mark(*one) for one in marks]
        body = {"device_id": "phone-of-doctor-lin", "graded_by": grader[1], "marks": made}
        told = self.browser.send("/api/marks", body)
        assert (len(told["accepted"]), told["refused"]) == (len(made), [])
        return told["standings"][0]

    def _judged(self, step: StepOnPage, *, shown: bool) -> tuple[str, str, float]:
        return ("seconds", step.key, IN_TIME) if step.timed else ("step", step.key, 1.0 if shown else 0.0)

    def _mark(self, kind: str, step: str | None, value: float | None) -> dict[str, object]:
        return {
            "id": str(new_id()),
            "kind": kind,
            "step_key": step,
            "value": value,
            "counter": next(self.counter),
            "marked_at": self.now().isoformat(),
        }


@cache
def learnt() -> dict[str, frozenset[str]]:
    """What somebody knows who has read the open bank: stem → the words of the right answers, in English."""
    questions = [question for topic in read_topics(asset_dir("question_bank")) for question in topic.questions]
    return {
        " ".join(one.stem["en"].split()): frozenset(" ".join(o.text["en"].split()) for o in one.options if o.right)
        for one in questions
    }


def answer(asked: Asked, *, right: bool) -> list[str]:
    """The letters to choose; wrong: one that is not right."""
    key = learnt()[asked.stem]
    letters = sorted(letter for letter, words in asked.options.items() if (words in key) is right)
    return letters if right else letters[:1]


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
