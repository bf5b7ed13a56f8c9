"""What each page shows, gathered from what is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.identity import masked_id, masked_phone
from firstaid.accounts.models import Login, Person
from firstaid.core.words import N_, gettext
from firstaid.institutions import importing, pages, queries, rules
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Institution, InstitutionKind, Role, RoleGrant, StaffListUpload
from firstaid.institutions.pages import ListedInstitution
from firstaid.institutions.rules import Decision, ListedPerson, RowPlan

SHOWN_OF_A_NUMBER = 4
COLUMNS = {
    "name": N_("name: a formula"),
    "phone": N_("mobile: a formula"),
    "resident_id": N_("resident ID: a formula"),
    "position": N_("position: a formula"),
}
ISSUERS_OWN = (Role.COORDINATOR, Role.INSTRUCTOR, Role.AUDITOR)


def institutions(session: Session, actor: Actor, *, words: str, kind: str) -> pages.ListPage:
    """Those that were looked for, or all; a centre stands above what it oversees, whether or not it fits itself."""
    every = queries.institutions_of(session, actor.issuer_id)
    counts = queries.staff_counts(session, [one.id for one in every])
    fits = {
        one.id
        for one in every
        if rules.is_looked_for(words, kind, name=one.name, town=one.town, is_kind=one.kind.value)
    }
    under: dict[UUID | None, list[ListedInstitution]] = defaultdict(list)
    for one in every:
        if one.kind is not InstitutionKind.CENTRE and one.id in fits:
            under[one.overseen_by].append(_listed(one, counts))
    centres = [one for one in every if one.kind is InstitutionKind.CENTRE and (one.id in fits or under[one.id])]
    groups = [pages.Group(_listed(centre, counts), tuple(under[centre.id])) for centre in centres]
    if under[None]:
        groups.append(pages.Group(None, tuple(under[None])))
    kinds = (("", gettext("All")), *_kinds())
    return pages.ListPage(words, kind, kinds, tuple(groups), len(every), _may_change(actor))


def _listed(one: Institution, counts: Mapping[UUID, int]) -> ListedInstitution:
    return ListedInstitution(one.id, one.name, gettext(pages.KINDS[one.kind]), one.town, counts.get(one.id, 0))


def _may_change(actor: Actor) -> bool:
    return Role.COORDINATOR in actor.roles


def making(session: Session, actor: Actor) -> pages.NewPage:
    return pages.NewPage(_kinds(), _centres(session, actor))


def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple((kind.value, gettext(words)) for kind, words in pages.KINDS.items())


def _centres(session: Session, actor: Actor) -> tuple[tuple[str, str], ...]:
    every = queries.institutions_of(session, actor.issuer_id)
    centres = [(str(one.id), one.name) for one in every if one.kind is InstitutionKind.CENTRE]
    return (("", gettext("No centre")), *centres)


def institution(session: Session, actor: Actor, one: Institution) -> pages.InstitutionPage:
    overseen = [other for other in queries.seen_by(session, [one.id]) if other.id != one.id]
    centre = session.get(Institution, one.overseen_by) if one.overseen_by else None
    counts = queries.staff_counts(session, [other.id for other in overseen])
    return pages.InstitutionPage(
        id=one.id,
        name=one.name,
        kind=gettext(pages.KINDS[one.kind]),
        is_centre=one.kind is InstitutionKind.CENTRE,
        town=one.town,
        zone=queries.the_issuer(session).zone,
        overseer=_listed(centre, {}) if centre else None,
        overseen=tuple(_listed(other, counts) for other in overseen),
        centres=_centres(session, actor),
        staff=tuple(
            pages.StaffRow(person.name, work.position, masked_phone(person.phone), masked_id(person.id_last4))
            for work, person in queries.staff_of(session, one.id)
        ),
        leaders=tuple(_leader(*found) for found in queries.leaders_of(session, one.id)),
        lists=tuple(_sent(*found) for found in queries.uploads_of(session, one.id)),
        may_change=_may_change(actor),
    )


def _leader(grant: RoleGrant, person: Person, login: Login | None) -> pages.Leader:
    return pages.Leader(grant.id, person.name, masked_phone(person.phone), login.name if login else "")


def _sent(upload: StaffListUpload, sender: Person) -> pages.SentList:
    added = upload.added + upload.completed
    facts = {"added": added, "unchanged": upload.unchanged, "refused": upload.refused}
    done = N_("%(added)s added, %(unchanged)s unchanged, %(refused)s refused")
    outcome = gettext(done, **facts) if upload.confirmed_at else gettext("Not confirmed yet")
    waits = upload.confirmed_at is None
    return pages.SentList(upload.id, upload.file_name, upload.uploaded_at, sender.name, outcome, waits)


def preview(session: Session, actor: Actor, upload: StaffListUpload, one: Institution) -> pages.PreviewPage:
    plans = importing.planned(session, upload)
    count = {decision: sum(row.decision is decision for row in plans) for decision in Decision}
    confirmed = upload.confirmed_at is not None
    return pages.PreviewPage(
        institution_id=one.id,
        institution=one.name,
        upload_id=upload.id,
        file_name=upload.file_name,
        is_confirmed=confirmed,
        added=upload.added if confirmed else count[Decision.ADD],
        completed=upload.completed if confirmed else count[Decision.COMPLETE],
        unchanged=upload.unchanged if confirmed else count[Decision.UNCHANGED],
        to_correct=tuple(_preview_row(row) for row in plans if row.decision is Decision.REFUSE),
        good=tuple(_preview_row(row) for row in plans if row.decision is not Decision.REFUSE),
        may_change=_may_change(actor),
    )


def _preview_row(plan: RowPlan) -> pages.PreviewRow:
    words, kind = pages.DECISIONS[plan.decision]
    entry, row = plan.entry, plan.row
    return pages.PreviewRow(
        line=row.line,
        name=entry.name if entry else _typed(row, "name"),
        phone=masked_phone(entry.phone) if entry else _typed(row, "phone"),
        resident_id=masked_id(entry.resident_id.last4) if entry and entry.resident_id else _typed(row, "resident_id"),
        position=entry.position if entry else _typed(row, "position"),
        kind=kind,
        words=gettext(words),
        reason=importing.reason(plan),
    )


def _typed(row: ListedPerson, column: str) -> str:
    """A cell that was not understood: numbers hidden but for their end, and never what a formula says."""
    if column in row.formulas:
        return gettext(COLUMNS[column])
    text: str = getattr(row, column)
    return hidden(text) if column in {"phone", "resident_id"} else text


def hidden(typed: str) -> str:
    """As much of a number as its owner needs to know it by."""
    return "*" * max(len(typed) - SHOWN_OF_A_NUMBER, 0) + typed[-SHOWN_OF_A_NUMBER:]


def team(session: Session, actor: Actor) -> pages.TeamPage:
    held: dict[UUID, list[pages.Held]] = defaultdict(list)
    people: dict[UUID, tuple[Person, Login | None]] = {}
    for grant, person, login in _issuers_own(queries.team_with_logins(session, actor.issuer_id)):
        held[person.id].append(pages.Held(grant.id, gettext(pages.ROLES[grant.role])))
        people[person.id] = (person, login)
    members = tuple(
        pages.Member(person.name, masked_phone(person.phone), login.name if login else "", tuple(held[person.id]))
        for person, login in people.values()
    )
    roles = tuple((role.value, gettext(pages.ROLES[role])) for role in ISSUERS_OWN)
    return pages.TeamPage(members, roles, _may_change(actor))


def _issuers_own(
    team_members: Iterable[tuple[RoleGrant, Person, Login | None]],
) -> list[tuple[RoleGrant, Person, Login | None]]:
    return [found for found in team_members if found[0].role in ISSUERS_OWN]
