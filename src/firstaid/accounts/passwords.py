"""Argon2id with the parameters measured for a class signing in together, two at a time."""

import threading

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_hashing = PasswordHash((Argon2Hasher(memory_cost=19456, time_cost=2, parallelism=1),))
_two_at_a_time = threading.BoundedSemaphore(2)
COMMON = frozenset(
    {"1234567890", "0123456789", "password123", "qwertyuiop", "hongshizihui", "firstaid123", "aa12345678", "1qaz2wsx3e"}
)
SHORTEST = 10


def hash_password(password: str) -> str:
    with _two_at_a_time:
        return _hashing.hash(password)


def matches(password: str, password_hash: str) -> bool:
    with _two_at_a_time:
        return _hashing.verify(password, password_hash)


def is_weak(password: str) -> bool:
    return len(password) < SHORTEST or password.casefold() in COMMON or len(set(password)) < 4  # noqa: PLR2004


NOBODYS = hash_password("a login that does not exist takes as long as one that does")
