"""firstaid content: what ships is loaded, and looked over."""

import typer

from firstaid.cli.opened import opened
from firstaid.core import clock

app = typer.Typer(no_args_is_help=True, help="The shipped content: facts, lessons, skill sheets, questions.")


@app.command()
def load() -> None:
    """Load the shipped content: what changed becomes a new version."""
    from firstaid.app.content import load as run  # noqa: PLC0415 - only this command needs every domain

    with opened() as database, database.transaction() as session:
        run(session, at=clock.now())
    typer.echo("The content is up to date.")


@app.command()
def check() -> None:
    """Say what is wrong with the content files: sources, facts, keys, languages, blueprints. Needs no database."""
    from firstaid.app.content_check import problems  # noqa: PLC0415 - only this command needs every domain

    found = problems()
    for problem in found:
        typer.echo(problem)
    typer.echo(f"{len(found)} problems." if found else "The content is sound.")
    raise typer.Exit(bool(found))
