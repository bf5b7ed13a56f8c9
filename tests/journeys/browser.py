"""Somebody's browser, and what she reads off a page: what a person sees, not what the database holds."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

from fastapi.testclient import TestClient

CHOICE = re.compile(
    r'<input class="choice__input" type="\w+" name="(?P<name>[^"]+)" value="(?P<value>[^"]+)"[^>]*>\s*'
    r'<span class="choice__card"><span class="choice__label">(?P<label>.*?)</span>',
    re.DOTALL,
)
ON_THE_ROLL = re.compile(r'id="e-(?P<seat>[0-9a-f-]{36})">.*?person__name">(?P<name>[^<]+)</span>', re.DOTALL)
STEP = re.compile(r'data-step="(?P<key>[^"]+)"(?P<decides> data-decides)?(?P<timed> data-count=)?')
QUESTION = re.compile(
    r'data-position="(?P<position>\d+)".*?exam-question__number">\d+</span>(?P<stem>.*?)</legend>(?P<rest>.*?)</fieldset>',
    re.DOTALL,
)
OPTION = re.compile(r'value="(?P<letter>[A-J])".*?<b>[A-J]</b>(?P<text>.*?)</span>', re.DOTALL)


class Browser:
    """One browser; it follows nowhere by itself."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def see(self, address: str, status: int = 200) -> str:
        """The page at an address."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code, plain(answer.text)[:600])
        return answer.text

    def do(self, address: str, *, files: Any = None, **fields: Any) -> str:
        """Send a form; where it leads."""
        answer = self.client.post(address, data=fields, files=files)
        assert answer.status_code == 303, (address, answer.status_code, plain(answer.text)[:600])
        return answer.headers["location"]

    def refused(self, address: str, status: int, **fields: Any) -> str:
        """Send a form that is refused; what is said."""
        answer = self.client.post(address, data=fields)
        assert answer.status_code == status, (address, answer.status_code)
        return plain(answer.text)

    def send(self, address: str, body: Any) -> Any:
        """What a script sends, and what it is told."""
        answer = self.client.post(address, json=body, headers={"Accept": "application/json"})
        assert answer.status_code == 200, (address, answer.status_code, answer.text)
        return answer.json()

    def download(self, address: str) -> tuple[str, bytes]:
        """A file's name, and what is in it."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return unquote(answer.headers["content-disposition"].split("''")[1]), answer.content


def plain(page: str) -> str:
    """The words of a page without its marks."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def choices(page: str, name: str) -> list[tuple[str, str]]:
    """(what it says, what is sent) of everything that can be ticked under one name."""
    return [(plain(one["label"]), one["value"]) for one in CHOICE.finditer(page) if one["name"] == name]


def seats_on_the_roll(page: str) -> list[tuple[str, str]]:
    """(name, enrolment) in class-number order."""
    return [(unescape(one["name"]), one["seat"]) for one in ON_THE_ROLL.finditer(page)]


def hidden(page: str, name: str) -> list[str]:
    """What a form sends along without being asked."""
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)


def links(page: str, pattern: str) -> list[str]:
    """Addresses on a page that look like this, each once, in the order they stand."""
    return list(dict.fromkeys(re.findall(rf'(?:href|action)="({pattern})"', page)))


@dataclass(frozen=True)
class StepOnPage:
    """A step of a skill sheet as the phone has it before it."""

    key: str
    decides: bool
    timed: bool


def steps_on(page: str) -> list[StepOnPage]:
    return [StepOnPage(one["key"], bool(one["decides"]), bool(one["timed"])) for one in STEP.finditer(page)]


@dataclass(frozen=True)
class Asked:
    """A question as it stands on the paper: its number, its words, its options by letter."""

    position: int
    stem: str
    options: dict[str, str]


def questions_on(page: str) -> list[Asked]:
    return [
        Asked(
            int(one["position"]),
            plain(one["stem"]),
            {option["letter"]: plain(option["text"]) for option in OPTION.finditer(one["rest"])},
        )
        for one in QUESTION.finditer(page)
    ]
