"""The press: long-lived child processes that print, each within limits, so that no paper can stop the rest."""

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, ClassVar

from firstaid.certificates.errors import DoesNotFit, Misprint, PressBroke, PressClosed, PressMissing, TooSlow
from firstaid.core.errors import kind_and_places

Printer = Callable[[dict[str, Any]], bytes]
KNOWN = {kind.code: kind for kind in (DoesNotFit, Misprint, PressMissing)}


@dataclass(frozen=True)
class Limits:
    """What one paper may take, and after how many a process is replaced."""

    seconds: float = 30
    """By the wall clock, the start of a process included."""
    cpu_seconds: int = 20
    memory: int = 1024**3
    papers: int = 200


def real_printer() -> Printer:
    from firstaid.certificates.printing import Printer as Design  # noqa: PLC0415 - a second to load, in the child only

    return Design()


def real_drawer() -> Printer:
    """Makes a picture of a finished paper; its processes are its own, so that no certificate waits behind pictures."""
    from firstaid.certificates.drawing import draw  # noqa: PLC0415 - what it needs is loaded in the child only

    return draw


class Press:
    """Prints papers in up to `most` processes; further callers wait their turn."""

    _shared: ClassVar[dict[Callable[[], Printer], "Press"]] = {}
    _sharing: ClassVar[threading.Lock] = threading.Lock()

    def __init__(
        self,
        *,
        most: int = 2,
        limits: Limits = Limits(),
        printer: Callable[[], Printer] = real_printer,
    ) -> None:
        self.limits, self._printer = limits, printer
        self._seats = threading.BoundedSemaphore(most)
        self._idle: list[Child] = []
        self.is_closed = False
        self._lock = threading.Lock()

    @classmethod
    def shared(cls, printer: Callable[[], Printer] = real_printer) -> "Press":
        """The one press of this process for what this printer prints."""
        with cls._sharing:
            if printer not in cls._shared or cls._shared[printer].is_closed:
                cls._shared[printer] = cls(printer=printer)
            return cls._shared[printer]

    @classmethod
    def close_shared(cls) -> None:
        """Close those of this process that there are."""
        with cls._sharing:
            for press in cls._shared.values():
                press.close()

    def print(self, paper: dict[str, Any]) -> bytes:
        """The paper as a PDF; raises `Misprint` or one of its kinds."""
        with self._seats:
            child = self._take()
            try:
                pdf = child.print(paper)
            except BaseException:
                child.end()
                raise
            self._put_back(child)
            return pdf

    def close(self) -> None:
        """End the processes; a paper that is being printed is finished by whoever waits for it."""
        with self._lock:
            self.is_closed = True
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _take(self) -> "Child":
        with self._lock:
            if self.is_closed:
                raise PressClosed
            if self._idle:
                return self._idle.pop()
        return Child(self._printer, self.limits)

    def _put_back(self, child: "Child") -> None:
        with self._lock:
            if not self.is_closed and child.printed < self.limits.papers:
                self._idle.append(child)
                return
        child.end()


class Child:
    """One printing process and the line to it."""

    def __init__(self, printer: Callable[[], Printer], limits: Limits) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.limits, self.printed = limits, 0
        self._line, theirs = spawn.Pipe()
        self.process = spawn.Process(target=work, args=(theirs, printer, limits), name="press", daemon=True)
        self.process.start()
        theirs.close()

    def print(self, paper: dict[str, Any]) -> bytes:
        try:
            self._line.send(paper)
            if not self._line.poll(self.limits.seconds):
                raise TooSlow
            code, pdf = self._line.recv()
        except (EOFError, OSError) as gone:
            raise PressBroke from gone
        if code:
            raise KNOWN.get(code, Misprint)
        self.printed += 1
        return bytes(pdf)

    def end(self) -> None:
        self._line.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def work(line: Connection, printer: Callable[[], Printer], limits: Limits) -> None:
    """The child's whole life: print what comes until the line is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ValueError, OSError):  # not every system limits memory
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    try:
        print_one = printer()
    except OSError:  # the libraries under WeasyPrint are not installed
        line.recv()
        line.send((PressMissing.code, b""))
        return
    while True:
        try:
            paper = line.recv()
        except EOFError:
            return
        _allow_cpu(limits.cpu_seconds)
        line.send(_printed(print_one, paper))


def _printed(print_one: Printer, paper: dict[str, Any]) -> tuple[str, bytes]:
    try:
        return "", print_one(paper)
    except Misprint as problem:
        return problem.code, b""
    except Exception as problem:  # noqa: BLE001 - whatever it was, this paper is not printed and the next one is tried
        os.write(2, f"misprint: {kind_and_places(problem)}\n".encode())
        return Misprint.code, b""


def _allow_cpu(seconds: int) -> None:
    """So much from now on; beyond it the system ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
