"""A finished paper as a picture. Runs in processes of the press: it sees the bytes of one PDF and nothing else."""

from io import BytesIO
from typing import Any

import pypdfium2
from PIL.PngImagePlugin import PngInfo

SCALE = 2.5  # 180 dots an inch: the smallest print can be read on a phone, and a dot of the QR is at least 5 wide
COLOURS = 16  # ink, two quiet colours and the edges between: half a byte a dot, so that its page is under 100 kB


def draw(facts: dict[str, Any]) -> bytes:
    """The first page as a PNG, which says in itself of which file it is the picture."""
    with pypdfium2.PdfDocument(facts["pdf"]) as pdf:
        whole = pdf[0].render(scale=SCALE).to_pil()
    said = PngInfo()
    said.add_text("Source", f"sha256:{facts['digest']}")
    drawn = BytesIO()
    whole.quantize(COLOURS).save(drawn, "PNG", optimize=True, pnginfo=said)
    return drawn.getvalue()
