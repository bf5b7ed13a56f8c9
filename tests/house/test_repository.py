"""The repository speaks of the product alone, and its documents are true."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from firstaid.core.settings import Settings

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=False,
).stdout.split("\n")
FILES = [ROOT / name for name in LISTED if name and (ROOT / name).is_file()]
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".html", ".css", ".js", ".sh", ".po", ".lock", ".txt", ""}
pytestmark = [
    pytest.mark.one_engine,
    pytest.mark.skipif(not FILES, reason="not a git checkout: there is no list of files to look at"),
]


def texts():
    for path in FILES:
        if path.suffix in TEXT and path.name != Path(__file__).name:
            yield path, path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<![\w.])/(?:root|home/\w+|work)/",
        r"https?://(?:pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org)",
        r"\b(?:TODO|FIXME|XXX)\b",
        r"(?i)lorem ipsum",
    ],
)
def test_no_file_speaks_of_a_machine_a_registry_or_unfinished_work(pattern):
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}" for path, text in texts() for match in re.finditer(pattern, text)
    ]
    assert found == []


def test_every_setting_is_documented_for_the_operator():
    guide = (ROOT / "docs/guides/operator.en.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"FIRSTAID_{name.upper()}" not in guide]
    assert missing == []
    named = set(re.findall(r"FIRSTAID_([A-Z_]+)", guide))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_map_shows_every_domain():
    shown = (ROOT / "docs/map.md").read_text(encoding="utf-8")
    domains = [path.parent.name for path in (ROOT / "src/firstaid").glob("*/__init__.py")]
    assert [name for name in domains if name not in shown] == []


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/map.md", "docs/guides/operator.en.md"]
)
def test_every_link_of_a_document_leads_somewhere(page):
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_lock_files_hold_hashes_and_no_address():
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text, lock.name


@pytest.mark.parametrize(("lock", "groups"), [("base", ()), ("dev", ("dev",))])
def test_every_dependency_is_locked(lock, groups):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + [
        one for group in groups for one in project["dependency-groups"][group]
    ]
    locked = set(
        re.findall(r"^([a-z0-9-]+)==", (ROOT / f"requirements/{lock}.lock").read_text(encoding="utf-8"), re.MULTILINE)
    )
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[><=;]", one)[0].strip()).lower() for one in wanted}
    assert names - locked == set()
