"""Fail when a line or branch of what decides somebody's result is not tested: rules, access, scoring, numbering."""

import subprocess
import sys

CRITICAL = (
    "src/firstaid/*/rules.py",
    "src/firstaid/*/access.py",
    "src/firstaid/exams/drawing.py",
    "src/firstaid/exams/scoring.py",
    "src/firstaid/certificates/numbering.py",
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
        print("Rules, access, scoring and numbering must be covered in full.")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
