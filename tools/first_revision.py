"""Write the first revision anew from the tables in code. For the time before the first release only.

Type: .venv/bin/python tools/first_revision.py
"""

import tempfile

from alembic import command

from firstaid.app.migrate import MIGRATIONS, config
from firstaid.core.db import Database

GUARDS = """
    for table, may_set in APPEND_ONLY:
        for statement in guard(table, op.get_bind().dialect.name, but_may_set=may_set):
            op.execute(statement)
"""
HEAD = """from firstaid.core.append_only import guard
from firstaid.core.tables import Instant, WallClock

APPEND_ONLY = (
    ("mark", ()),
    ("answer", ()),
    ("attendance", ()),
    ("stored_file", ()),
    ("ledger_entry", ("place", "seal")),
)
"""


def main() -> None:
    for old in (MIGRATIONS / "versions").glob("*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        with database.engine.begin() as connection:
            alembic = config()
            alembic.attributes["connection"] = connection
            command.revision(alembic, "The chain's first tables", autogenerate=True, rev_id="0001")
        database.dispose()
    path = next((MIGRATIONS / "versions").glob("*.py"))
    made = path.read_text(encoding="utf-8")
    made = made.replace("from alembic import op\n", "from alembic import op\n" + HEAD, 1)
    made = made.replace("\n\n\ndef downgrade", GUARDS + "\n\ndef downgrade", 1)
    path.rename(path.with_name("0001_first_tables.py")).write_text(made, encoding="utf-8")
    print("written: 0001_first_tables.py")


if __name__ == "__main__":
    main()
