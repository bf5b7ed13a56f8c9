"""firstaid begin: the first words of a new installation."""

from typing import Annotated

import typer

from firstaid.cli.opened import opened
from firstaid.core import clock
from firstaid.core.errors import FirstAidError
from firstaid.core.words import gettext, language


def begin(  # noqa: PLR0917 - typer asks for each by name
    code: Annotated[str, typer.Option(prompt="Short code, stands in certificate numbers (2–12 letters or digits)")],
    name_zh: Annotated[str, typer.Option(prompt="Name of the issuing organisation, in Chinese")],
    name_en: Annotated[str, typer.Option(prompt="Name of the issuing organisation, in English")],
    coordinator: Annotated[str, typer.Option(prompt="Name of the first coordinator")],
    phone: Annotated[str, typer.Option(prompt="Her phone number")],
    login: Annotated[str, typer.Option(prompt="Her sign-in name")],
    password: Annotated[str, typer.Option(prompt="Her password", hide_input=True, confirmation_prompt=True)],
    zone: Annotated[str, typer.Option(help="Time zone of the certificates' dates.")] = "Asia/Shanghai",
) -> None:
    """Name the issuing organisation and its first coordinator; once, after migrate."""
    from firstaid.institutions.founding import found_issuer  # noqa: PLC0415 - only this command needs them
    from firstaid.institutions.models import Role  # noqa: PLC0415
    from firstaid.institutions.service import appoint  # noqa: PLC0415

    language.set("en")
    at = clock.now()
    try:
        with opened() as database, database.transaction() as session:
            issuer = found_issuer(session, code=code, name={"en": name_en, "zh-CN": name_zh}, zone=zone, at=at)
            appoint(
                session,
                issuer.id,
                name=coordinator,
                phone=phone,
                role=Role.COORDINATOR,
                institution=None,
                login=login,
                password=password,
                by=None,
                at=at,
            )
    except FirstAidError as refusal:
        typer.echo(gettext(refusal.message, **refusal.facts), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{coordinator} can sign in as {login} now.")
