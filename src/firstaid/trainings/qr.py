"""The join code as a picture a phone reads from across a hall."""

from io import BytesIO

import segno

from firstaid.core.settings import settings


def join_address(code: str) -> str:
    """What a phone opens to join."""
    return f"{settings().public_url.rstrip('/')}/join/{code}"


def code_address() -> str:
    """Where a phone that cannot scan types the code; short enough to be copied from a wall."""
    return f"{settings().public_url.rstrip('/')}/join"


def join_picture(code: str) -> bytes:
    """An SVG of the address, black on white with its quiet zone, also on a dark page."""
    drawn = BytesIO()
    made = segno.make(join_address(code), error="m", micro=False)
    made.save(drawn, kind="svg", border=4, omitsize=True, xmldecl=False, dark="#000", light="#fff")
    return drawn.getvalue()
