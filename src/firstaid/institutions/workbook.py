"""Opening somebody's workbook in a process of its own, which a bomb may blow up without harm to anybody.

`roster_file` runs this file by its path: the workbook on standard input, the words a heading may have as arguments,
JSON on standard output. It imports nothing of ours, so that it starts fast and knows no secret.
"""

import io
import json
import re
import resource
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

MOST_SECONDS = 3
MOST_MEMORY = 280 * 1024 * 1024
MOST_LINES = 20_000  # how far down a sheet is looked at
MOST_ROWS = 2_000  # how many rows may hold something
MOST_COLUMNS = 60
MOST_CELL = 200
MOST_PARTS = 1_000
MOST_SHEETS_UNPACKED = 40 * 1024 * 1024
MOST_PART_UNPACKED = 8 * 1024 * 1024
HEADING_WITHIN = 15
Row = tuple[int, list[str], list[int]]


class TooLarge(Exception):
    """More than any staff list holds."""


class NotAWorkbook(Exception):
    """A ZIP that holds something else, or that two programs would read in two ways."""


def main() -> None:
    """Read, and say what was found; whatever goes wrong is one of two words."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    sys.modules["numpy"] = None  # type: ignore[assignment] # openpyxl would load it, and it would fill the memory
    try:
        answer: dict[str, Any] = {"rows": rows_with_heading(sys.stdin.buffer.read(), set(sys.argv[1:]))}
    except (TooLarge, MemoryError):
        answer = {"refused": "too_large"}
    except Exception:  # noqa: BLE001 - openpyxl stumbles over a broken file in any way there is
        answer = {"refused": "not_a_workbook"}
    sys.stdout.write(json.dumps(answer))


def rows_with_heading(content: bytes, headings: set[str]) -> list[Row]:
    """The rows that hold something, of the first sheet that has a heading near its top; hidden sheets come last."""
    from openpyxl import load_workbook  # noqa: PLC0415 - after the limits are set

    weigh(content)
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    for sheet in sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible"):
        sheet.reset_dimensions()
        top = [title for _, cells, _ in filled(sheet, HEADING_WITHIN) for title in cells]
        if any(headings.intersection(readings(title)) for title in top):
            return list(filled(sheet, MOST_LINES + 1))
    return []


def weigh(content: bytes) -> None:
    """Refuse a bomb by what its directory says, before anything is unpacked (zipfile unpacks no more than that)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        parsed = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
        sheets = [part for part in parsed if "/worksheets/" in part.filename]
        others = [part for part in parsed if part not in sheets]
        if (
            len(parts) > MOST_PARTS
            or sum(part.file_size for part in sheets) > MOST_SHEETS_UNPACKED
            or sum(part.file_size for part in others) > MOST_PART_UNPACKED
        ):
            raise TooLarge
        if len({part.filename for part in parts}) < len(parts):
            raise NotAWorkbook
        if any(b"<!DOCTYPE" in archive.read(part) for part in parsed):  # Office writes none; bombs do
            raise NotAWorkbook


def filled(sheet: Any, lines: int) -> Iterator[Row]:
    """(line, cells as text, columns that hold a formula) of every row among the first lines that holds something."""
    found = 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        if line > MOST_LINES:
            raise TooLarge
        if line > lines:
            return
        texts = [text(cell.value) for cell in cells]
        if not any(texts):
            continue
        found += 1
        if found > MOST_ROWS or any(texts[MOST_COLUMNS:]):
            raise TooLarge
        yield line, texts[:MOST_COLUMNS], [place for place, cell in enumerate(cells) if cell.data_type == "f"]


def text(value: object) -> str:
    """What the cell says; a number that a spreadsheet keeps as 13800138000.0 is the number."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return str(getattr(value, "text", value))[:MOST_CELL].strip()


def readings(title: str) -> list[str]:
    """A heading, and the parts of one that says it in two languages (姓名/Name, 姓名 Name)."""
    parts = [title, *re.split(r"[/|\n]", title), *re.findall(r"[\u4e00-\u9fff]+|[A-Za-z .]+", title)]
    return [heading(part) for part in parts]


def heading(typed: str) -> str:
    """A heading without spaces, signs and what stands in brackets: 手 机 号码*（必填） is 手机号码."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return re.sub(r"[\W_]+", "", re.sub(r"\(.*?\)|\[.*?\]", "", plain, flags=re.DOTALL))


if __name__ == "__main__":
    main()
