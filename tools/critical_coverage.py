"""Fail when a line or branch of what decides somebody's result, or proves it, is not tested."""

import subprocess
import sys

CRITICAL = (
    "src/firstaid/*/rules.py",
    "src/firstaid/*/access.py",
    "src/firstaid/accounts/passwords.py",
    "src/firstaid/certificates/issuing.py",
    "src/firstaid/certificates/numbering.py",
    "src/firstaid/core/clock.py",
    "src/firstaid/core/secrets.py",
    "src/firstaid/exams/checking.py",
    "src/firstaid/exams/drawing.py",
    "src/firstaid/exams/paper.py",
    "src/firstaid/exams/scoring.py",
    "src/firstaid/exams/starting.py",
    "src/firstaid/facts/checking.py",
    "src/firstaid/ledger/rules.py",
    "src/firstaid/outcomes/evidence.py",
    "src/firstaid/practicals/desk.py",
    "src/firstaid/questions/checking.py",
    "src/firstaid/schemes/checking.py",
)


def main() -> int:
    command = [
        sys.executable,
        "-m",
        "coverage",
        "report",
        "-m",
        "--fail-under=100",
        f"--include={','.join(CRITICAL)}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout)
        print("What decides or proves a result must be covered in full.")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
