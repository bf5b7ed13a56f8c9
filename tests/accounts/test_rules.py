"""What needs no database: passwords, browsers."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from firstaid.accounts import browsers, passwords
from firstaid.core.words import language

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


def test_passwords_are_hashed_by_argon2id_with_the_measured_parameters():
    assert passwords.hash_password("four words in a row").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_two_passwords_are_hashed_at_a_time_and_a_third_waits(monkeypatch):
    inside, most, seen = threading.Semaphore(2), 2, []

    class Slow:
        def hash(self, _password):
            seen.append(inside.acquire(blocking=False))
            time.sleep(0.02)
            inside.release()

    monkeypatch.setattr(passwords, "_hashing", Slow())
    with ThreadPoolExecutor(4 * most) as hands:
        list(hands.map(passwords.hash_password, ["four words in a row"] * 4 * most))
    assert seen == [True] * 4 * most


@pytest.mark.parametrize(
    ("agent", "short"),
    [
        (WINDOWS, "Chrome/Windows"),
        (WINDOWS + " Edg/126.0", "Edge/Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari/iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox/Linux"),
        ("curl/8.0", ""),
        ("Something on Android", "Android"),
    ],
)
def test_a_browser_is_kept_by_name_and_system_alone(agent, short):
    assert browsers.short_name(agent) == short


@pytest.mark.parametrize(
    ("short", "words"), [("Edge/Windows", "Edge on Windows"), ("Android", "Android"), ("", "Unknown browser")]
)
def test_a_short_name_is_read_aloud(short, words):
    language.set("en")
    assert browsers.words(short) == words
