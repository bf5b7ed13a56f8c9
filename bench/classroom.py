"""A hundred people in one hall, on the real server in a process of its own; what each thing takes.

Times depend on the machine, so every one is also given as a multiple of /healthz in the same run; `cpu` is what the
server itself worked for each, however busy the machine was. What must hold on any machine ends the run with 1: an
answer other than expected, or one that was acknowledged and is not kept.

Type: make bench-classroom [JSON=1] [POSTGRES=1]
"""

import json
import os
import random
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import county
import httpx2
from county import CODE, Answered, County

from firstaid.accounts.asking import cookie_name
from firstaid.app.migrate import migrate
from firstaid.core import clock
from firstaid.core.db import Database

JOINING, SITTING, EVERY = 60.0, 20.0, (2.0, 3.0)  # seconds
AT_ONCE, LOOKS, MISTAKEN = 4, 10, 0.3
PATIENCE = 180
FINE = frozenset({200, 303})
NO_TLS = ssl.create_default_context()  # made once: a hundred would take seconds


@dataclass
class Book:
    """How long each thing took, in milliseconds, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    whole: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    server: int = 0
    troubles: list[str] = field(default_factory=list)

    def note(self, what: str, began: float) -> None:
        self.times.setdefault(what, []).append((time.perf_counter() - began) * 1000)

    @contextmanager
    def all_of(self, what: str) -> Iterator[None]:
        began = time.perf_counter()
        with self.working(what):
            yield
        self.whole[what] = time.perf_counter() - began

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """How long the server's process worked meanwhile."""
        before = cpu_of(self.server)
        yield
        self.cpu[what] = self.cpu.get(what, 0) + cpu_of(self.server) - before


def cpu_of(pid: int) -> float:
    """Seconds of processor time; nothing where there is no /proc."""
    try:
        user, system = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[11:13]
    except OSError:
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@dataclass
class Browser:
    """One browser of somebody; it follows nowhere by itself."""

    base: str
    book: Book
    token: str = ""

    def __post_init__(self) -> None:
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", "Accept-Language": "zh-CN"}
        cookies = {cookie_name(): self.token} if self.token else None
        self.client = httpx2.Client(
            base_url=self.base, headers=headers, cookies=cookies, timeout=60, verify=NO_TLS, trust_env=False
        )

    def ask(self, what: str, address: str) -> httpx2.Response:
        return self._timed(what, lambda: self.client.get(address))

    def do(self, what: str, address: str, **fields: Any) -> httpx2.Response:
        return self._timed(what, lambda: self.client.post(address, data=fields))

    def send(self, what: str, address: str, body: Any) -> httpx2.Response:
        json_wanted = {"Accept": "application/json"}
        return self._timed(what, lambda: self.client.post(address, json=body, headers=json_wanted))

    def _timed(self, what: str, act: Callable[[], httpx2.Response]) -> httpx2.Response:
        began = time.perf_counter()
        answer = act()
        self.book.note(what, began)
        if answer.status_code not in FINE:
            self.book.troubles.append(f"{what}: {answer.status_code} {answer.text[:200]}")
        return answer


class Phone:
    """A trainee's phone: it joins, sits the exam, and remembers which answers the server said it has."""

    def __init__(self, number: int, base: str, book: Book) -> None:
        self.browser, self.luck = Browser(base, book), random.Random(number)
        self.book, self.number = book, number
        self.sitting, self.training = "", ""
        self.sequence: Iterator[int] = count(1)
        self.acknowledged: set[Answered] = set()

    def join(self, trainee: county.Trainee) -> None:
        """Half the hall types the code, half scans it; somewhere within the minute."""
        time.sleep(self.luck.uniform(0, JOINING))
        if self.number % 2:
            self.browser.ask("join: code typed", f"/join?code={CODE}")
        self.browser.ask("join: page", f"/join/{CODE}")
        answer = self.browser.do("join: sent", f"/join/{CODE}", name=trainee.name, last4=trainee.last4)
        self.training = answer.headers["location"]
        self.browser.ask("join: own page", self.training)

    def start(self) -> None:
        answer = self.browser.do("exam: start", f"{self.training}/exam")
        self.sitting = answer.headers["location"]
        self.browser.ask("exam: paper", self.sitting)

    def answer(self, right: dict[int, list[str]]) -> None:
        """Every two or three seconds what was chosen since; some of it is chosen wrongly first."""
        ends = time.perf_counter() + SITTING
        waiting = sorted(right)
        each = max(1, round(len(waiting) / (SITTING / max(EVERY))))
        while time.perf_counter() < ends:
            time.sleep(self.luck.uniform(*EVERY))
            now, waiting = waiting[:each], waiting[each:]
            now = now or self.luck.sample(sorted(right), each)
            mistaken = {now[0]: ["A"]} if self.luck.random() < MISTAKEN else {}
            self.save(mistaken, right, now)
        self.save({}, right, waiting or sorted(right)[:1])

    def save(self, first: dict[int, list[str]], right: dict[int, list[str]], positions: Sequence[int]) -> None:
        chosen = [*first.items(), *((position, right[position]) for position in positions)]
        sent = [(at, next(self.sequence), tuple(letters)) for at, letters in chosen]
        body = {"answers": [dict(zip(("position", "sequence", "chosen"), one, strict=True)) for one in sent]}
        answer = self.browser.send("exam: save", f"{self.sitting}/answers", body)
        if answer.is_success:
            self.acknowledged |= {(self.sitting.rsplit("/", 1)[1], *one) for one in sent}

    def hand_in(self) -> None:
        self.browser.do("exam: hand in", f"{self.sitting}/hand-in")


def together(acts: Sequence[Callable[[], object]], book: Book) -> None:
    """All at the same moment, each in a thread of its own."""
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
        except Exception as problem:  # noqa: BLE001 - it is reported, and the run fails
            book.troubles.append(f"{type(problem).__name__}: {problem}")

    threads = [threading.Thread(target=run, args=(act,), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@dataclass
class Day:
    """One day of the class, from the first who joins to the last certificate."""

    base: str
    database: Database
    there: County
    book: Book

    def __post_init__(self) -> None:
        self.at = f"/trainings/{self.there.training}"
        self.phones = [Phone(number, self.base, self.book) for number in range(len(self.there.trainees))]
        self.staff = {login: Browser(self.base, self.book, token) for login, token in self.there.tokens.items()}

    def run(self) -> None:
        self.look("healthz", "chen", "/healthz", times=100)
        self.join()
        self.call_the_roll()
        self.sit()
        self.grade()
        self.look_at_their_own()
        self.look_around()
        self.certify()
        self.look("healthz", "chen", "/healthz", times=100)

    def look(self, what: str, who: str, address: str, times: int = LOOKS) -> None:
        with self.book.working(what):
            for _ in range(times):
                self.staff[who].ask(what, address)

    def join(self) -> None:
        acts = [partial(phone.join, one) for phone, one in zip(self.phones, self.there.trainees, strict=True)]
        with self.book.all_of("join: sent"):
            together(acts, self.book)

    def call_the_roll(self) -> None:
        lin = self.staff["lin0"]
        page = lin.ask("roll call: training", self.at).text
        for address in sorted({part.split('"')[0] for part in page.split('href="')[1:] if "/attendance/" in part[:90]}):
            lin.ask("roll call: page", address)
            lin.do("roll call: one absent", address, absent=str(self.there.seats[7]))
            lin.do("roll call: present again", address, present=str(self.there.seats[7]))
            lin.do("roll call: the rest", address, rest="present")

    def sit(self) -> None:
        with self.book.all_of("exam: start"):
            together([one.start for one in self.phones], self.book)
        right = county.keys(self.database, self.there.training)
        hers = [(one, right[one.sitting.rsplit("/", 1)[1]]) for one in self.phones]
        with self.book.all_of("exam: save"):
            together([partial(phone.answer, key) for phone, key in hers], self.book)
        self.look("exam: staff page, all sitting", "lin0", f"{self.at}/exam")
        with self.book.all_of("exam: hand in"):
            together([one.hand_in for one in self.phones], self.book)
        acknowledged = set().union(*(one.acknowledged for one in self.phones))
        lost = acknowledged - county.answers(self.database, self.there.training)
        self.must(f"{len(lost)} of {len(acknowledged)} acknowledged answers are lost", not lost)
        scores = county.scores(self.database, self.there.training)
        self.must(f"scores {sorted(set(scores), key=str)}", set(scores) == {100})
        self.must(f"{len(scores)} papers", len(scores) == len(self.phones))
        self.book.kept["answers acknowledged, none of them lost" if not lost else "answers acknowledged"] = len(
            acknowledged
        )

    def must(self, otherwise: str, holds: bool) -> None:
        if not holds:
            self.book.troubles.append(otherwise)

    def grade(self) -> None:
        """Four instructors, each a quarter of the class, a batch a sheet."""
        kept: set[str] = set()

        def work(number: int) -> None:
            made = count(1)
            for seat in self.there.seats[number::AT_ONCE]:
                for sheet in self.there.sheets:
                    kept.update(self._batch(number, seat, sheet, made))

        with self.book.all_of("marks: batch"):
            together([partial(work, number) for number in range(AT_ONCE)], self.book)
        lost = kept - county.marks(self.database, self.there.seats)
        self.must(f"{len(lost)} of {len(kept)} acknowledged marks are lost", not lost)
        self.book.kept["marks acknowledged, none of them lost" if not lost else "marks acknowledged"] = len(kept)

    def _batch(self, number: int, seat: UUID, sheet: Any, made: Iterator[int]) -> list[str]:
        marks = county.attempt(seat, sheet, made, clock.now())
        body = {"device_id": f"bench-{number}-phone", "graded_by": str(self.there.instructors[number]), "marks": marks}
        told = self.staff[f"lin{number}"].send("marks: batch", "/api/marks", body).json()
        self.must(f"marks refused: {told.get('refused')}", not told.get("refused"))
        return list(told.get("accepted", []))

    def look_at_their_own(self) -> None:
        """Everybody wants to know at once what she still lacks."""
        acts = [partial(phone.browser.ask, "own page, all at once", phone.training) for phone in self.phones]
        with self.book.all_of("own page, all at once"):
            together(acts, self.book)

    def look_around(self) -> None:
        pages = {
            "/": "/",
            "/trainings": "/trainings",
            "/institutions": "/institutions",
            "/institutions/…": f"/institutions/{self.there.institution}",
            "/certificates": "/certificates",
            "/certificates?q=王芳": "/certificates?q=王芳",
            "/team": "/team",
            "training": self.at,
            "roster": f"{self.at}/roster",
            "enrolments": f"{self.at}/enrolments?institution_id={self.there.institution}",
            "readiness": f"{self.at}/readiness",
            "grading": f"{self.at}/grading",
            "exam: staff page": f"{self.at}/exam",
            "close-out": f"{self.at}/close-out",
        }
        for name, address in pages.items():
            self.look(f"page: {name}", "chen", address)
        sheet = f"{self.at}/grading/{self.there.seats[0]}/{self.there.sheets[0].id}"
        for what, who, address in (
            ("skill sheet", "lin0", sheet),
            ("/ of an instructor", "lin0", "/"),
            ("/staff of the centre", "sun", "/staff"),
            ("/ of the centre", "sun", "/"),
            ("/certificates of the centre", "sun", "/certificates"),
            ("/staff of a head", "zhao", "/staff"),
        ):
            self.look(f"page: {what}", who, address)

    def certify(self) -> None:
        chen, here = self.staff["chen"], f"{self.at}/certificates"
        chen.do("close-out of 100", f"{self.at}/close-out")
        with self.book.all_of("issue of 100"):
            chen.do("issue of 100", here)
            self._wait_for_the_press()
        self.look("page: certificates of 100", "chen", here)
        for _ in range(3):
            archive = chen.ask("ZIP of 100", f"{here}/zip").content
            self.must("the ZIP is none", archive.startswith(b"PK"))
        self.look("page: training, closed", "chen", self.at)

    def _wait_for_the_press(self) -> None:
        began = time.perf_counter()
        while (done := county.printed(self.database, self.there.training)) < len(self.phones):
            if time.perf_counter() - began > PATIENCE:
                self.must(f"only {done} certificates were printed", holds=False)
                return
            self.staff["chen"].ask("page: /trainings while printing", "/trainings")
            time.sleep(0.5)


@contextmanager
def serving(url: str, log: Path) -> Iterator[tuple[str, int]]:
    """`firstaid serve` over this database, until the block ends."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port = asking.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    settings = {"FIRSTAID_DATABASE_URL": url, "FIRSTAID_PUBLIC_URL": base}
    command = [sys.executable, "-m", "firstaid.cli.main", "serve", "--port", str(port)]
    with log.open("wb") as said:
        server = subprocess.Popen(command, env=os.environ | settings, stdout=said, stderr=said)
        try:
            _wait_for(base, server)
            yield base, server.pid
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(base: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            httpx2.get(f"{base}/readyz", timeout=5, trust_env=False).raise_for_status()
        except httpx2.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


@contextmanager
def a_database(folder: Path) -> Iterator[str]:
    """The address of an empty database: SQLite in a folder, or a PostgreSQL that the tests know how to start."""
    if not os.environ.get("POSTGRES"):
        yield f"sqlite:///{folder}/firstaid.db"
        return
    from postgres import Postgres  # noqa: PLC0415 - only who asks for it needs the wheel

    folder.chmod(0o755)  # as root, the server runs as somebody else, who has to reach it
    server = Postgres(folder / "postgres")
    yield server.create("bench")
    server.stop()


def rows(book: Book) -> list[dict[str, Any]]:
    """One for each thing that was measured, and how many times as long as /healthz it took in the middle."""
    least = statistics.median(book.times["healthz"])
    made = []
    for what, times in book.times.items():
        ordered = sorted(times)
        p50, p95, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 0.99))
        whole = round(book.whole[what], 1) if what in book.whole else None
        milliseconds = {"p50": round(p50, 1), "p95": round(p95, 1), "p99": round(p99, 1), "most": round(ordered[-1], 1)}
        cpu = round(book.cpu[what] * 1000 / len(times), 1) if what in book.cpu else None
        multiple = round(p50 / least, 1)
        made.append(
            {"what": what, "n": len(times), **milliseconds, "times_healthz": multiple, "cpu": cpu, "all_s": whole}
        )
    return made


def tell(book: Book) -> None:
    """A table, or with JSON=1 one object a line."""
    if os.environ.get("JSON"):
        for row in rows(book):
            print(json.dumps(row, ensure_ascii=False))
    else:
        print(
            f"{'':36}{'n':>6}{'p50 ms':>10}{'p95':>9}{'p99':>9}{'most':>9}{'× healthz':>11}{'cpu ms':>9}{'all, s':>9}"
        )
        for row in rows(book):
            widths = {"p50": 10, "p95": 9, "p99": 9, "most": 9, "times_healthz": 11, "cpu": 9, "all_s": 9}
            said = "".join(f"{'' if row[key] is None else row[key]:>{width}}" for key, width in widths.items())
            print(f"{row['what']:36}{row['n']:>6}{said}")
    for what, many in book.kept.items():
        print(f"{many} {what}", file=sys.stderr)
    for trouble in book.troubles[:20]:
        print(f"wrong: {trouble}", file=sys.stderr)
    print(f"{len(book.troubles)} things went wrong", file=sys.stderr)


def main() -> None:
    book = Book()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, a_database(Path(name)) as url:
        database = Database(url)
        began = time.perf_counter()
        migrate(database, at=clock.now())
        there = county.settle(database, clock.now())
        print(f"the county stands after {time.perf_counter() - began:.0f} s", file=sys.stderr)
        with serving(url, Path(name) / "server.log") as (base, book.server):
            Day(base, database, there, book).run()
        database.dispose()
    tell(book)
    sys.exit(bool(book.troubles))


if __name__ == "__main__":
    main()
