"""In which role somebody is asking, and for whom: the doors that let in only those they are meant for."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from firstaid.accounts.asking import Anybody, Me
from firstaid.accounts.models import Person, SignInKind
from firstaid.core.errors import Forbidden
from firstaid.institutions import queries
from firstaid.institutions.models import Role, RoleGrant
from firstaid.web.database import Db
from firstaid.web.seen import seen


@dataclass(frozen=True)
class Actor:
    """A member of staff, the roles she holds, and the issuer or the institutions they are held for."""

    person: Person
    grants: tuple[RoleGrant, ...]

    @property
    def id(self) -> UUID:
        return self.person.id

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def issuer_id(self) -> UUID:
        return self.grants[0].issuer_id

    @property
    def institution_ids(self) -> frozenset[UUID]:
        """The institutions she heads, or whose centre she is; not yet those overseen by it."""
        return frozenset(grant.institution_id for grant in self.grants if grant.institution_id)


def acting(me: Me, db: Db) -> Actor:
    """The asking person with her roles; a device that joined by code has none, whoever holds it."""
    by_password = me.sign_in.kind is SignInKind.PASSWORD
    grants = tuple(queries.grants_of(db, me.person.id)) if by_password else ()
    actor = Actor(me.person, grants)
    seen.get().known_as(me.person.name, frozenset({"trainee"}) | {role.value for role in actor.roles})
    return actor


def roles_of_anybody(asking: Anybody, db: Db) -> frozenset[str]:
    """The roles of whoever is asking, none where nobody is known: for public pages that greet those they know."""
    if asking is None:
        return frozenset()
    return frozenset({"trainee"}) | {role.value for role in acting(asking, db).roles}


class ActingAs:
    """A dependency passed by those who hold at least one of the roles; the strangers' tests read `roles`."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def __call__(self, actor: Annotated[Actor, Depends(acting)]) -> Actor:
        fitting = tuple(grant for grant in actor.grants if grant.role in self.roles)
        if not fitting:
            raise Forbidden
        return Actor(actor.person, fitting)


AnyActor = Annotated[Actor, Depends(acting)]
"""Anyone signed in, with whatever roles: for pages that differ by role."""
Coordinator = Annotated[Actor, Depends(ActingAs(Role.COORDINATOR))]
CoordinatorOrAuditor = Annotated[Actor, Depends(ActingAs(Role.COORDINATOR, Role.AUDITOR))]
TrainingStaff = Annotated[Actor, Depends(ActingAs(Role.COORDINATOR, Role.INSTRUCTOR))]
TrainingReader = Annotated[Actor, Depends(ActingAs(Role.COORDINATOR, Role.INSTRUCTOR, Role.AUDITOR))]
HeadOrCentre = Annotated[Actor, Depends(ActingAs(Role.HEAD, Role.CENTRE))]
