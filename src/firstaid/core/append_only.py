"""Triggers by which the database itself refuses to alter what is only ever added."""

from collections.abc import Iterator


def guard(table: str, dialect: str, *, but_may_set: tuple[str, ...] = ()) -> Iterator[str]:
    """The statements that forbid DELETE, and UPDATE except of the columns named, once each while they are empty."""
    said = f"{table} is append-only"
    if dialect == "sqlite":
        yield (f"CREATE TRIGGER {table}_keeps BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END")
        when = " OR ".join(f"OLD.{column} IS NOT NULL" for column in but_may_set)
        condition = f" WHEN {when}" if when else ""
        yield (
            f"CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table}{condition} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    when = " AND ".join(f"OLD.{column} IS NULL" for column in but_may_set) or "false"
    yield (
        f"CREATE FUNCTION {table}_stands() RETURNS trigger AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' AND {when} THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{said}'; END $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE TRIGGER {table}_stands BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_stands()"
    )
