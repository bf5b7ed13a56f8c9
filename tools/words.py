"""List every sentence that is not translated, translated twice, or no longer said. Exit 1 if there is any.

Type: make words
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGS = ROOT / "src/firstaid/locales/zh_CN"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"**.html": {"newstyle_gettext": "true", "trimmed": "false", "silent": "false"}}
PLACES = re.compile(r"%\((\w+)\)s")
Message = str | tuple[str, str]


def said() -> dict[Message, str]:
    """Every sentence in code and templates → where it is said first."""
    found: dict[Message, str] = {}
    for folder in (ROOT / "src/firstaid", ROOT / "templates"):
        for name, line, message, _, _ in extract_from_dir(folder, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=()):
            sentence = tuple(message) if isinstance(message, (tuple, list)) else message
            found.setdefault(sentence, f"{folder.name}/{name}:{line}")
    return found


def catalogs() -> Iterator[tuple[str, Catalog]]:
    for path in sorted(CATALOGS.glob("*.po")):
        with path.open("rb") as source:
            yield path.name, read_po(source, locale="zh_CN")


def problems() -> list[str]:
    """What is missing, fuzzy, contradictory, stale, or speaks of other facts than the English."""
    wanted = said()
    translated: dict[Message, str] = {}
    wrong = []
    for name, catalog in catalogs():
        for message in catalog:
            if not message.id:
                continue
            sentence = tuple(message.id) if isinstance(message.id, (tuple, list)) else message.id
            words = "|".join(message.string) if isinstance(message.string, tuple) else str(message.string)
            wrong += _of_one(name, sentence, words, fuzzy=message.fuzzy, wanted=wanted, translated=translated)
            translated[sentence] = words
    missing = [
        f"not translated: {sentence!r} ({place})" for sentence, place in wanted.items() if sentence not in translated
    ]
    return missing + wrong


def _of_one(
    name: str,
    sentence: Message,
    words: str,
    *,
    fuzzy: bool,
    wanted: dict[Message, str],
    translated: dict[Message, str],
) -> Iterator[str]:
    source = " ".join(sentence) if isinstance(sentence, tuple) else sentence
    if not words.strip():
        yield f"empty: {sentence!r} in {name}"
    if fuzzy:
        yield f"fuzzy: {sentence!r} in {name}"
    if sentence not in wanted:
        yield f"no longer said: {sentence!r} in {name}"
    if translated.get(sentence, words) != words:
        yield f"translated in two ways: {sentence!r} in {name}"
    if words.strip() and not set(PLACES.findall(words)) <= set(PLACES.findall(source)):
        yield f"speaks of facts the English has not: {sentence!r} in {name}"


if __name__ == "__main__":
    listed = problems()
    print("\n".join(listed) or "Every sentence is translated.")
    sys.exit(bool(listed))
