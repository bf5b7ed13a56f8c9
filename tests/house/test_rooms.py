"""The rooms of every domain hold what they may hold, and nothing is larger than a page can be read."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/firstaid"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations/versions" not in str(path))
DOORS = {"routes.py", "api.py", "tasks.py"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
RULES_KNOW = {"rules", "models", "errors", "files", "identity", "words"}


def named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> set[str]:
    """Every imported name, as module.name."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls_of(path: Path) -> set[str]:
    """Every dotted call, without its arguments."""
    return {ast.unparse(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)}


every_file = pytest.mark.parametrize("path", FILES, ids=named)


@every_file
def test_a_file_can_be_read_at_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@every_file
def test_a_function_can_be_seen_at_one_glance(path):
    long = [
        node.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


@every_file
def test_only_the_clock_reads_the_clock(path):
    asks = {call for call in calls_of(path) if call.endswith((".now", ".utcnow", ".today"))}
    allowed = (
        {"datetime.now"} if named(path) == "core/clock.py" else {"clock.now"} if path.parts[-2] == "cli" else set()
    )
    assert asks <= allowed


@every_file
def test_nothing_commits_but_the_database_room(path):
    commits = {call for call in calls_of(path) if call.endswith(".commit")}
    assert not commits or named(path) == "core/db.py"


@pytest.mark.parametrize("path", [p for p in FILES if p.name == "rules.py"], ids=named)
def test_rules_know_no_session_no_file_and_no_page(path):
    forbidden = {
        name
        for name in imports_of(path)
        if name.split(".")[-1] in {"Session", "select", "Path", "open"}
        or name.startswith(("firstaid.web", "fastapi", "starlette"))
        or (name.startswith("firstaid.") and name.split(".")[2] not in RULES_KNOW)
    }
    assert forbidden == set()


@pytest.mark.parametrize("path", [p for p in FILES if p.name in {"routes.py", "api.py"}], ids=named)
def test_a_door_holds_no_query_and_stays_small(path):
    assert not {name for name in imports_of(path) if name.startswith(("sqlalchemy", "sqlmodel"))}
    reads = {call for call in calls_of(path) if call.endswith((".exec", ".execute"))}
    assert reads == set()
    plain = {node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.AsyncFunctionDef)}
    assert plain == set()


@pytest.mark.parametrize("path", [p for p in FILES if p.name == "service.py" or p.parent.name == "service"], ids=named)
def test_a_service_knows_no_http(path):
    assert not {name for name in imports_of(path) if name.startswith(("firstaid.web", "fastapi", "starlette"))}


@every_file
def test_only_the_front_door_opens_a_domains_doors(path):
    if path.parts[-2] in {"app", "cli"}:
        return
    opened = {
        name
        for name in imports_of(path)
        if name.startswith("firstaid.") and any(f".{door.removesuffix('.py')}" in name for door in DOORS)
    }
    assert opened == set()


@pytest.mark.parametrize("path", sorted(SOURCE.glob("*/__init__.py")), ids=named)
def test_a_domain_says_in_one_docstring_what_it_is(path):
    tree = tree_of(path)
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


@pytest.mark.one_engine
def test_floors_import_only_from_below():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
