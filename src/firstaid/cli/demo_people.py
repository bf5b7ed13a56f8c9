"""Who is in the demo story: everybody and every number is invented."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from firstaid.accounts.identity import read_resident_id
from firstaid.accounts.models import Person
from firstaid.institutions import importing, queries, service
from firstaid.institutions.asking import Actor
from firstaid.institutions.founding import found_issuer
from firstaid.institutions.models import Institution, InstitutionKind, Issuer, Role
from firstaid.institutions.rules import ListedPerson

CODE = "QH"
PASSWORD = "qinghe-2026-demo"  # noqa: S105 - printed for whoever tries the demo
TEAM = (
    ("chen", "陈静", Role.COORDINATOR, ""),
    ("lin", "林晓东", Role.INSTRUCTOR, ""),
    ("he", "何佳", Role.INSTRUCTOR, ""),
    ("audit", "方正", Role.AUDITOR, ""),
    ("zhao", "赵敏华", Role.HEAD, "向日葵幼儿园"),
    ("qian", "钱思源", Role.HEAD, "柳树幼儿园"),
    ("sun", "孙立新", Role.CENTRE, "清河县学前教育中心"),
)
STAFF = {
    "向日葵幼儿园": (
        ("王芳", "教师"),
        ("李娜", "教师"),
        ("张秀英", "保育员"),
        ("刘䶮", "教师"),
        ("陈建国", "炊事员"),
        ("杨柳", "保健医"),
        ("赵雪梅", "教师"),
        ("周强", "保安"),
        ("吴桂兰", "保育员"),
        ("阿卜杜拉·买买提", "教师"),
    ),
    "柳树幼儿园": (
        ("李娜", "教师"),
        ("徐静", "教师"),
        ("孙丽", "保育员"),
        ("胡杰", "教师"),
        ("朱红", "炊事员"),
        ("高翔", "教师"),
        ("林小燕", "保育员"),
        ("何秋月", "教师"),
        ("郭志明", "保安"),
        ("马俊", "教师"),
    ),
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Town:
    """The organisation, its kindergartens and who acts for it."""

    issuer: Issuer
    kindergartens: dict[str, Institution]
    actors: dict[str, Actor]


def settle(session: Session, *, at: datetime) -> Town:
    """Found the organisation, its institutions and their staff, by the same services the pages call."""
    name = {"en": "Qinghe County Red Cross (demo)", "zh-CN": "清河县红十字会（演示）"}
    issuer = found_issuer(session, code=CODE, name=name, zone="Asia/Shanghai", at=at)
    coordinator = _appoint(session, issuer, 0, None, at=at)
    centre = _found(session, issuer, TEAM[-1][3], None, coordinator, at=at)
    kindergartens = {place: _found(session, issuer, place, centre, coordinator, at=at) for place in STAFF}
    places = kindergartens | {centre.name: centre}
    people = [coordinator]
    people += [_appoint(session, issuer, serial, places, at=at) for serial in range(1, len(TEAM))]
    for order, (place, staff) in enumerate(STAFF.items()):
        rows = [_row(line, 10 * order + line, *one) for line, one in enumerate(staff, start=3)]
        sent = importing.receive_staff_list(
            session, kindergartens[place], rows, file_name=f"{place}花名册.xlsx", by=coordinator.id, at=at
        )
        session.flush()  # the list is read back to be confirmed
        importing.confirm_staff_list(session, sent, issuer, by=coordinator.id, at=at)
    session.flush()  # roles are read back
    actors = {
        login: Actor(person, tuple(queries.grants_of(session, person.id)))
        for (login, *_), person in zip(TEAM, people, strict=True)
    }
    return Town(issuer, kindergartens, actors)


def _appoint(
    session: Session, issuer: Issuer, serial: int, places: dict[str, Institution] | None, *, at: datetime
) -> Person:
    login, name, role, place = TEAM[serial]
    return service.appoint(
        session,
        issuer.id,
        name=name,
        phone=f"1390000{serial:04d}",
        role=role,
        institution=places[place] if places and place else None,
        login=login,
        password=PASSWORD,
        by=None,
        at=at,
    )


def _found(
    session: Session, issuer: Issuer, name: str, centre: Institution | None, coordinator: Person, *, at: datetime
) -> Institution:
    made = service.make_institution(
        session,
        issuer.id,
        name=name,
        kind=InstitutionKind.KINDERGARTEN if centre else InstitutionKind.CENTRE,
        town="清河县",
        overseen_by=centre,
        by=coordinator.id,
        at=at,
    )
    session.flush()  # what it oversees, and who works there, points at it
    return made


def _row(line: int, serial: int, name: str, position: str) -> ListedPerson:
    return ListedPerson(line, name, f"1380013{8000 + serial}", resident_id(serial), position)


def resident_id(serial: int) -> str:
    """An invented number whose check digit is right (ISO 7064 MOD 11-2)."""
    stem = f"110101{1975 + serial}0307{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True))
    number = stem + "10X98765432"[total % 11]
    assert read_resident_id(number)
    return number
