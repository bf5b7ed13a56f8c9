"""firstaid demo: a story to try everything with."""

from datetime import datetime

import typer
from sqlmodel import Session, select

from firstaid.cli.opened import chosen_settings, opened
from firstaid.core import clock
from firstaid.core.db import Database

WHO = {
    "chen": "coordinator: plans, closes out, issues",
    "lin": "instructor: calls the roll, grades",
    "zhao": "head of Sunflower kindergarten (向日葵幼儿园)",
    "qian": "head of Willow kindergarten (柳树幼儿园)",
    "sun": "centre that oversees both",
    "audit": "auditor: reads everything",
}


def demo() -> None:
    """Load the demo story into an empty installation, and say who can sign in; a second run changes nothing."""
    from firstaid.cli.demo_people import CODE  # noqa: PLC0415 - the story knows every domain
    from firstaid.institutions.models import Issuer  # noqa: PLC0415

    if chosen_settings().environment != "development":
        typer.echo(
            "Everybody knows the demo's passwords, so it is loaded only with FIRSTAID_ENVIRONMENT=development. "
            "Start a real installation with: firstaid begin",
            err=True,
        )
        raise typer.Exit(1)
    with opened() as database:
        with database.reading() as session:
            codes = session.exec(select(Issuer.code)).all()
        if not codes:
            tell(database, clock.now())
        elif codes != [CODE]:
            typer.echo("This installation is in use already; the demo story was not loaded.", err=True)
            raise typer.Exit(1)
        _introduce(database)


def tell(database: Database, at: datetime) -> None:
    """The whole story in one transaction, then the jobs it left: the certificates are printed."""
    from firstaid.app.tasks import TASKS  # noqa: PLC0415 - the story knows every domain
    from firstaid.certificates.press import Press  # noqa: PLC0415
    from firstaid.cli import demo_people, demo_trainings  # noqa: PLC0415
    from firstaid.core.outbox import run_due  # noqa: PLC0415

    typer.echo("Loading the demo story …")
    with database.transaction() as session:
        town = demo_people.settle(session, at=at)
        for tell in (demo_trainings.earlier, demo_trainings.past, demo_trainings.running, demo_trainings.planned):
            tell(session, town, at=at)
    run_due(database, TASKS, clock.now)
    Press.close_shared()


def _introduce(database: Database) -> None:
    from firstaid.cli.demo_people import PASSWORD, STAFF  # noqa: PLC0415 - the story knows every domain
    from firstaid.cli.demo_trainings import JOIN_CODES  # noqa: PLC0415

    address = chosen_settings().public_url
    typer.echo(f"\nfirstaid: {address}\n\nStaff sign in with the password  {PASSWORD}")
    for login, what in WHO.items():
        typer.echo(f"  {login:<6} {what}")
    with database.reading() as session:
        name, last4 = _somebody(session, JOIN_CODES["today"])
    typer.echo(f"\nA trainee joins at {address}/join with the code {JOIN_CODES['today']},")
    typer.echo(f"  her name {name} and the last four of her ID, {last4}.")
    typer.echo(f"All {sum(map(len, STAFF.values()))} of them are invented.\n")


def _somebody(session: Session, join_code: str) -> tuple[str, str]:
    """The last but one of the class: she has everything still ahead of her."""
    from firstaid.trainings.queries import enrolments_of, training_with_code  # noqa: PLC0415 - as above

    training = training_with_code(session, join_code)
    assert training
    person = enrolments_of(session, training.id)[-2][1]
    return person.name, person.id_last4 or ""
