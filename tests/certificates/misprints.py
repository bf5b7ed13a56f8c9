"""Printers that fail in every way a real one could; the press imports them by name in its own processes."""

import os
import time
from typing import Any

from firstaid.certificates.errors import DoesNotFit

Paper = dict[str, Any]


def process_id() -> Any:
    return lambda _paper: str(os.getpid()).encode()


def _act(paper: Paper) -> bytes:
    deed = paper["deed"]
    if deed == "sleep":
        time.sleep(60)
    if deed == "spin":
        while True:
            pass
    if deed == "hoard":
        return b"x" * (8 * 1024**3)
    if deed == "die":
        os._exit(9)
    if deed == "overflow":
        raise DoesNotFit
    if deed == "stumble":
        raise LookupError(deed)
    return str(os.getpid()).encode()


def misprinter() -> Any:
    return _act


def missing_libraries():
    msg = "cannot load library 'libgobject-2.0-0'"
    raise OSError(msg)
