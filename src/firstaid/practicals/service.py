"""Marks coming in: each is kept, or refused for a reason of its own."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from firstaid.core.errors import FirstAidError, NotFound
from firstaid.institutions.asking import Actor
from firstaid.practicals import access, queries, rules
from firstaid.practicals.desk import Desk, desk_of
from firstaid.practicals.errors import MarkDiffers
from firstaid.practicals.forms import NOT_YET, Said, SentMark, SheetForm
from firstaid.practicals.models import Mark, MarkKind
from firstaid.trainings.rules import must_be_open

ENDS = {"finish": MarkKind.FINISH, "coach": MarkKind.COACHED}
ONE_TICK = timedelta(milliseconds=1)  # what a phone whose clock is ahead has marked is older than what is said now


@dataclass(frozen=True)
class Refused:
    """A mark that was not kept, and why."""

    mark_id: UUID
    refusal: FirstAidError


@dataclass
class Receipt:
    """What became of a batch; `desks` are the sheets that were touched by what was kept."""

    accepted: list[UUID] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    desks: dict[tuple[UUID, str], Desk] = field(default_factory=dict)


class Counter:
    """Takes in the marks of one batch, one after another, and knows which were kept before."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        sent: Collection[SentMark],
        *,
        device_id: str,
        origin: str,
        at: datetime,
    ) -> None:
        self.session, self.by, self.at = session, actor.id, at
        self.device_id, self.origin = device_id, origin
        self.seats = access.seats_for_grading(session, actor, {mark.enrolment_id for mark in sent})
        self.known = queries.marks_with_ids(session, [mark.id for mark in sent])
        self.used = queries.counters_used(session, device_id, [mark.counter for mark in sent])
        self.desks: dict[tuple[UUID, str], Desk] = {}

    def take(self, sent: SentMark) -> Desk:
        """Keep one mark and return whose it is; raises the refusal that says why it cannot be kept."""
        desk = self._desk(sent)
        if sent.counter in self.used:
            raise MarkDiffers
        mark = self._mark(sent, desk)
        self._must_be_allowed(mark, desk)
        self.session.add(mark)
        self.known[mark.id] = mark
        self.used.add(mark.counter)
        desk.marks.append(mark)
        return desk

    def was_kept(self, sent: SentMark) -> bool:
        """Whether this very mark is here already; raises `MarkDiffers` if another is, under its id."""
        kept = self.known.get(sent.id)
        if kept is None:
            return False
        says = sent.model_dump() | {"graded_by": self.by, "device_id": self.device_id}
        if any(getattr(kept, name) != value for name, value in says.items()):
            raise MarkDiffers
        return True

    def _desk(self, sent: SentMark) -> Desk:
        key = (sent.enrolment_id, sent.sheet_key)
        if key not in self.desks:
            seat = self.seats.get(sent.enrolment_id)
            if seat is None:
                raise NotFound
            self.desks[key] = desk_of(self.session, seat, sent.sheet_key)
        return self.desks[key]

    def _mark(self, sent: SentMark, desk: Desk) -> Mark:
        return Mark(
            **sent.model_dump(),
            trainee_id=desk.seat.enrolment.person_id,
            sheet_version_id=desk.locked.version_id,
            graded_by=self.by,
            device_id=self.device_id,
            received_at=self.at,
            origin=self.origin,
        )

    def _must_be_allowed(self, mark: Mark, desk: Desk) -> None:
        training, sheet = desk.seat.training, desk.locked.sheet
        must_be_open(training)
        rules.must_not_be_herself(desk.trainee_id, self.by)
        opened_at = training.opened_at or training.created_at
        rules.must_be_in_time(mark.marked_at, received_at=self.at, opened_at=opened_at)
        rules.must_fit(mark, sheet)
        rules.must_be_its_turn(mark, desk.marks, sheet, desk.rule)


def take_in(
    session: Session,
    actor: Actor,
    sent: Sequence[SentMark],
    *,
    device_id: str,
    at: datetime,
    origin: str = "phone",
) -> Receipt:
    """Keep every mark that can be kept, and say of each other one why not; their order in the batch is no matter.

    What was kept before stays kept, however things have changed since: a phone asks again until it has an answer.
    """
    counter = Counter(session, actor, sent, device_id=device_id, origin=origin, at=at)
    receipt = Receipt()
    for mark in sorted(sent, key=lambda mark: (mark.marked_at, mark.counter, mark.id)):
        try:
            if not counter.was_kept(mark):
                receipt.desks[mark.enrolment_id, mark.sheet_key] = counter.take(mark)
            receipt.accepted.append(mark.id)
        except FirstAidError as refusal:
            receipt.refused.append(Refused(mark.id, refusal))
    return receipt


def take_form(
    session: Session,
    actor: Actor,
    desk: Desk,
    form: SheetForm,
    *,
    make_id: Callable[[], UUID],
    at: datetime,
) -> Receipt:
    """Make marks of a whole sheet that a browser without scripts sent: only of what it says anew."""
    must_be_open(desk.seat.training)
    made: list[tuple[MarkKind, str | None, float | None]] = []
    if form.act != "coach":
        made = [(said.kind, step, said.value) for step, said in _news(desk, form)]
    if form.act in ENDS:
        made.append((ENDS[form.act], None, None))
    latest = max((mark.marked_at for mark in desk.marks), default=at)
    sent = [
        SentMark(
            id=make_id(),
            enrolment_id=desk.seat.enrolment.id,
            sheet_key=desk.locked.sheet.id,
            attempt=form.attempt,
            kind=kind,
            step_key=step,
            value=value,
            counter=number,
            marked_at=max(at, latest + ONE_TICK),
        )
        for number, (kind, step, value) in enumerate(made, start=1)
    ]
    return take_in(session, actor, sent, device_id=f"form-{make_id()}", origin="form", at=at)


def _news(desk: Desk, form: SheetForm) -> list[tuple[str, Said]]:
    """What the form says that does not stand already."""
    attempt = desk.standing.attempt(form.attempt)
    stands = {one.step.id: _as_said(one) for one in attempt.steps} if attempt else {}
    return [(step, said) for step, said in form.judged().items() if said != stands.get(step, NOT_YET)]


def _as_said(one: rules.StepVerdict) -> Said:
    if one.seconds is not None:
        return Said(MarkKind.SECONDS, one.seconds)
    return NOT_YET if one.done is None else Said(MarkKind.STEP, float(one.done))
