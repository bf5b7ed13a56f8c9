"""What a browser's text field may hold, whatever it is about."""

from firstaid.core.words import N_


def one_line(typed: str) -> str:
    """The text with single spaces; raises `ValueError` for characters that nobody sees."""
    line = " ".join(typed.split())
    if line and not line.isprintable():
        msg = N_("must stand on one line, in letters that can be seen")
        raise ValueError(msg)
    return line
