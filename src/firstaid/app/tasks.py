"""Which function does each kind of after-commit work, and what is done by the clock."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from firstaid.certificates import tasks as certificates
from firstaid.certificates.service import PRINT
from firstaid.core.outbox import SlowTask, Task
from firstaid.exams import tasks as exams

TASKS: dict[str, Task] = {
    PRINT: SlowTask(certificates.print_paper, certificates.keep_paper),
}
BY_THE_CLOCK: tuple[Callable[[Session, datetime], None], ...] = (exams.close_overdue,)
"""Each has a transaction of its own in every round of the runner."""
