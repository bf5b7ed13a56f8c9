"""Who is covered where, as a head or a centre sees it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.models import Person
from firstaid.core.words import N_, gettext, month
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Employment, Institution, InstitutionKind
from firstaid.institutions.queries import staff_by_institution
from firstaid.overviews import access, pages, queries, rules
from firstaid.overviews.gaps import uncovered
from firstaid.overviews.pages import CoveredInstitution, StaffMember
from firstaid.overviews.queries import Credential
from firstaid.overviews.rules import Cover, Covered, Inspection
from firstaid.web.pictures.bars import Part, StackedBars, stacked_bars
from firstaid.web.pictures.sparkline import sparkline

Staff = Mapping[UUID, list[tuple[Employment, Person]]]
FOUND = {Inspection.NOBODY: "plain", Inspection.FINE: "good", Inspection.SOON: "warn", Inspection.GAPS: "warn"}
Holds = Mapping[UUID, tuple[Credential, ...]]
"""Employment → what she holds."""


def covering(session: Session, actor: Actor, *, today: date) -> pages.Covering:
    """Every institution that is hers to see, the worst first; no centre without staff."""
    seen = access.institutions_covered(session, actor)
    staff, held = _staffed(session, seen)
    shown = [one for one in seen if one.kind is not InstitutionKind.CENTRE or staff[one.id]]
    rows = [_counted(one, staff, held, today) for one in shown]
    everybody = [employment for one in shown for employment, _ in staff[one.id]]
    whole = rules.counted((_ends(held[one.id]) for one in everybody), today)
    return pages.Covering(
        institutions=tuple(sorted(rows, key=lambda row: rules.worst_first(row.counts))),
        whole=whole,
        picture=_picture("", whole),
        kind=FOUND[rules.inspected(whole)],
        words=gettext(
            pages.INSPECTIONS[rules.inspected(whole)],
            staff=whole.staff,
            valid=whole.valid,
            soon=whole.running_out,
            without=whole.without,
        ),
        without=uncovered(session, _without(staff[shown[0].id], held, today), today) if len(shown) == 1 else (),
        contact=queries.whom_to_ask(session),
    )


def _staffed(session: Session, seen: Iterable[Institution]) -> tuple[Staff, Holds]:
    staff = staff_by_institution(session, [one.id for one in seen])
    return staff, _held(session, [working for everybody in staff.values() for working in everybody])


def _held(session: Session, staff: Iterable[tuple[Employment, Person]]) -> Holds:
    """Of somebody whose employment nobody confirmed, nothing is shown."""
    working = {employment.id: employment.confirmed_at and person.id for employment, person in staff}
    credentials = queries.credentials_of(session, {person for person in working.values() if person})
    return {one: tuple(credentials.get(person, ())) if person else () for one, person in working.items()}


def _ends(credentials: Iterable[Credential]) -> list[date | None]:
    return [one.valid_until for one in credentials]


def _counted(one: Institution, staff: Staff, held: Holds, today: date) -> CoveredInstitution:
    theirs = [held[employment.id] for employment, _ in staff[one.id]]
    spans = [[(each.valid_from, each.valid_until) for each in hers] for hers in theirs]
    days, counts = rules.looked_back(today), rules.counted(map(_ends, theirs), today)
    trend = sparkline(zip(map(month, days), rules.covered_then(spans, days), strict=True))
    return CoveredInstitution(one.id, one.name, counts, _picture(one.name, counts), trend)


def _picture(name: str, counts: Covered) -> StackedBars:
    parts = [Part(gettext(words), kind) for words, kind in pages.PARTS]
    return stacked_bars(parts, [(name, (counts.lasting, counts.running_out, counts.without))])


def _without(staff: Iterable[tuple[Employment, Person]], held: Holds, today: date) -> list[tuple[Employment, Person]]:
    return [one for one in staff if not rules.cover(_ends(held[one[0].id]), today).counts]


def staff(
    session: Session, actor: Actor, chosen: Institution | None, *, sought: str, state: str, today: date
) -> pages.StaffPage:
    """The chosen institution's staff, who is without first; whoever sees only one need not choose."""
    mine = access.institutions_covered(session, actor)
    shown = chosen or (mine[0] if len(mine) == 1 else None)
    working, held = _staffed(session, [shown] if shown else [])
    members = _members(working[shown.id], held, {one.id for one in mine}, today) if shown else []
    wanted = _wanted(sought, state)
    oversees = len(mine) > 1
    return pages.StaffPage(
        institutions=covering(session, actor, today=today).institutions if oversees and not shown else (),
        oversees=oversees,
        chosen=_counted(shown, working, held, today) if shown else None,
        staff=tuple(one for one in members if wanted(one)),
        today=today,
        sought=sought,
        state=state,
        states=tuple((one, gettext(words)) for one, words, _ in pages.CHOICES),
        contact=queries.whom_to_ask(session),
    )


def _wanted(sought: str, state: str) -> Callable[[StaffMember], bool]:
    """Whether somebody fits the filter; a state nobody can be in filters nothing."""
    states = next((covers for one, _, covers in pages.CHOICES if one == state), frozenset())
    return lambda one: sought.strip().casefold() in one.name.casefold() and (not states or one.cover in states)


def _members(
    staff: Iterable[tuple[Employment, Person]], held: Holds, mine: set[UUID], today: date
) -> list[StaffMember]:
    members = [_member(employment, person, held[employment.id], mine, today) for employment, person in staff]
    return sorted(members, key=lambda one: list(Cover).index(Cover(one.cover)))


def _member(
    employment: Employment, person: Person, hers: tuple[Credential, ...], mine: set[UUID], today: date
) -> StaffMember:
    stands = rules.cover(_ends(hers), today)
    last = rules.last_day_of(_ends(hers))
    words = pages.FOR_EVER if last == date.max else pages.COVERS[stands]
    return StaffMember(
        name=person.name,
        detail=" · ".join(filter(None, (employment.position, _ending(person)))),
        cover=stands.value,
        cover_words=gettext(words, until=last),
        credentials=tuple(one.without_paper_unless(mine) for one in hers),
    )


def _ending(person: Person) -> str:
    """The last four characters of one of her numbers."""
    if person.id_last4:
        return gettext(N_("ID ending %(last4)s"), last4=person.id_last4)
    return gettext(N_("mobile ending %(last4)s"), last4=person.phone[-4:]) if person.phone else ""
