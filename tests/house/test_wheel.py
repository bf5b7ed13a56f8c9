"""What is built can be installed in an empty environment and answers."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
pytestmark = [pytest.mark.one_engine, pytest.mark.timeout(300)]


EVERY_MODULE = """
import importlib, pkgutil, firstaid
for module in pkgutil.walk_packages(firstaid.__path__, "firstaid."):
    if module.name != "firstaid.migrations.env":  # only Alembic runs it
        importlib.import_module(module.name)
"""
"""What no test environment shows: a library that only development brings."""


def run(*command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_installed_wheel_migrates_and_opens_a_page(tmp_path, free_port):
    run(BIN / "python", "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    run(BIN / "uv", "venv", "--python", sys.executable, tmp_path / "venv")
    python = tmp_path / "venv/bin/python"
    run(BIN / "uv", "pip", "install", "--python", python, "-r", ROOT / "requirements/base.lock")
    run(BIN / "uv", "pip", "install", "--python", python, "--no-deps", wheel)
    run(python, "-c", EVERY_MODULE, cwd=tmp_path)
    kept = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    env = kept | {"FIRSTAID_ENVIRONMENT": "development", "FIRSTAID_DATA": str(tmp_path / "data")}
    program = tmp_path / "venv/bin/firstaid"
    run(program, "migrate", env=env, cwd=tmp_path)
    server = subprocess.Popen([program, "serve", "--port", str(free_port)], env=env, cwd=tmp_path)
    try:
        assert "firstaid" in page_once_up(f"http://127.0.0.1:{free_port}/sign-in")
        assert "make run" in page_once_up(f"http://127.0.0.1:{free_port}/help/operator/try-it")
    finally:
        server.terminate()
        server.wait(timeout=20)


def page_once_up(address):
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    pytest.fail("the installed program never answered")
