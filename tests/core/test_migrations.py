from sqlalchemy import inspect

from firstaid.app.migrate import differences, is_current, migrate


def test_the_migrated_database_is_what_the_code_says(database):
    assert differences(database) == []
    assert is_current(database)


def test_migrating_again_changes_nothing(database, clock):
    before = set(inspect(database.engine).get_table_names())
    migrate(database, at=clock())
    assert set(inspect(database.engine).get_table_names()) == before
