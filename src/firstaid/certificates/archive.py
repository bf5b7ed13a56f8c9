"""Many certificates as one ZIP, sent while it is being written: nothing is compressed, because PDFs are already."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import SEEK_SET, BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo


@dataclass(frozen=True)
class Filed:
    """One file of the ZIP, before it is read."""

    name: str
    digest: str
    at: datetime


class Wire(BytesIO):
    """A file whose beginning has been sent already: whoever writes may go back as far as the entry being written."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0

    def tell(self) -> int:
        return self.sent + super().tell()

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        return self.sent + super().seek(offset - self.sent if whence == SEEK_SET else offset, whence)

    def take(self) -> bytes:
        written = self.getvalue()
        super().seek(0)
        self.truncate(0)
        self.sent += len(written)
        return written


def zipped(files: Iterable[Filed], content: Callable[[str], bytes]) -> Iterator[bytes]:
    """The ZIP in pieces; `content` reads the bytes kept under a digest."""
    wire = Wire()
    with ZipFile(wire, "w", ZIP_STORED) as archive:
        for filed in files:
            entry = ZipInfo(filed.name, filed.at.timetuple()[:6])
            archive.writestr(entry, content(filed.digest))
            yield wire.take()
    yield wire.take()
