"""firstaid in the terminal."""

from typing import Annotated

import typer

from firstaid.cli import begin, content, demo, doctor
from firstaid.cli.opened import chosen_settings, opened
from firstaid.core import clock

app = typer.Typer(no_args_is_help=True, help="First-aid training and certification.", add_completion=False)
app.add_typer(content.app, name="content")
app.command("begin")(begin.begin)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Answer requests; also runs the timed work unless FIRSTAID_WORKERS is true."""
    import uvicorn  # noqa: PLC0415 - other commands need no web server

    from firstaid.app.main import create_app  # noqa: PLC0415
    from firstaid.web.log import set_up  # noqa: PLC0415

    chosen = chosen_settings()
    set_up(chosen.log_format)
    uvicorn.run(
        create_app(),
        host=host,
        port=port,
        timeout_keep_alive=75,
        access_log=False,
        log_level="warning",
        forwarded_allow_ips=chosen.trusted_proxies or "",
        proxy_headers=bool(chosen.trusted_proxies),
    )


@app.command()
def worker() -> None:
    """Run the timed work on its own, for installations with FIRSTAID_WORKERS=true."""
    from firstaid.app.runner import Runner  # noqa: PLC0415 - a worker needs no terminal's other commands
    from firstaid.app.tasks import TASKS  # noqa: PLC0415
    from firstaid.web.log import set_up  # noqa: PLC0415

    set_up(chosen_settings().log_format)
    with opened() as database:
        Runner(database, TASKS, clock.now).run()


@app.command()
def migrate() -> None:
    """Bring the database to this release and load the shipped content; safe to run again."""
    from firstaid.app.migrate import migrate as run  # noqa: PLC0415 - alembic is slow to import

    with opened() as database:
        run(database, at=clock.now())
    typer.echo("The database is up to date.")


if __name__ == "__main__":
    app()
