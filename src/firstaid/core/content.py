"""Reading content files: strict shapes, both languages, and the file's name in every complaint."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from firstaid.core.words import LANGUAGES


def complete(text: dict[str, str]) -> dict[str, str]:
    if set(text) != set(LANGUAGES) or not all(words.strip() for words in text.values()):
        msg = "needs words in both en and zh-CN"
        raise ValueError(msg)
    return {language: " ".join(words.split()) for language, words in text.items()}


Both = Annotated[dict[str, str], AfterValidator(complete)]
"""{"en": ..., "zh-CN": ...}, neither empty."""


class ContentProblem(Exception):
    """A content file cannot be used; the message names the file and the place."""


class Shape(BaseModel):
    """What a content file may hold: nothing unknown, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


S = TypeVar("S", bound=Shape)


def read_yaml(path: Path) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(path)
    except YAMLError as problem:
        msg = f"{path.name}: {problem}"
        raise ContentProblem(msg) from problem


def shaped(kind: type[S], data: Any, where: str) -> S:
    """The data as `kind`; raises `ContentProblem` naming each place that is wrong."""
    try:
        return kind.model_validate(data)
    except ValidationError as problem:
        places = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in problem.errors())
        msg = f"{where}: {places}"
        raise ContentProblem(msg) from problem


def read_as(kind: type[S], path: Path) -> S:
    return shaped(kind, read_yaml(path), path.name)


def front_matter(path: Path) -> tuple[dict[str, Any], str]:
    """The YAML between the first two `---` lines of a Markdown file, and the text after it."""
    try:
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        return YAML(typ="safe", pure=True).load(head), body.strip()
    except (ValueError, YAMLError) as problem:
        msg = f"{path.name}: needs its front matter between two lines of ---: {problem}"
        raise ContentProblem(msg) from problem


def repeated(names: Iterable[str]) -> list[str]:
    """Those that stand there more than once."""
    return [name for name, times in Counter(names).items() if times > 1]
