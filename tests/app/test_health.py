import pytest

from firstaid.core.db import Database


def test_the_process_and_its_database_answer(browse):
    outside = browse()
    assert outside.get("/healthz").json() == {"status": "ok"}
    assert outside.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("place", "said"), [("{tmp}/never-migrated.db", "run: firstaid migrate"), ("/proc/nowhere.db", "no database")]
)
def test_what_is_not_ready_says_so_and_the_process_still_answers(browse, app, tmp_path, place, said):
    outside = browse()
    turns = app.state.turns
    well, turns.database = turns.database, Database(f"sqlite:///{place.format(tmp=tmp_path)}")
    answer = outside.get("/readyz")
    turns.database.dispose()
    turns.database = well
    assert (answer.status_code, answer.json()["status"]) == (503, said)
    assert outside.get("/healthz").status_code == 200
