import pytest
from cryptography.exceptions import InvalidTag
from pydantic import ValidationError

from firstaid.core.ids import new_id, new_token
from firstaid.core.secrets import fingerprint, lock, unlock
from firstaid.core.settings import DEVELOPMENT_SECRET, Settings

NUMBER = "110101199003070011"


def test_a_locked_number_is_unreadable_and_comes_back_whole():
    sealed = lock("resident-id", NUMBER, b"0" * 12)
    assert NUMBER.encode() not in sealed
    assert unlock("resident-id", sealed) == NUMBER


def test_an_altered_byte_or_another_purpose_is_noticed():
    sealed = lock("resident-id", NUMBER, b"0" * 12)
    with pytest.raises(InvalidTag):
        unlock("resident-id", sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(InvalidTag):
        unlock("staff-list", sealed)


def test_a_fingerprint_finds_the_same_number_and_tells_nothing():
    assert fingerprint("resident-id", NUMBER) == fingerprint("resident-id", NUMBER)
    assert fingerprint("resident-id", NUMBER) != fingerprint("other", NUMBER)
    assert NUMBER not in fingerprint("resident-id", NUMBER)


@pytest.mark.parametrize("secret", ["", "short", DEVELOPMENT_SECRET])
def test_production_without_a_real_secret_refuses_to_start_and_says_why(monkeypatch, secret):
    monkeypatch.setenv("FIRSTAID_ENVIRONMENT", "production")
    monkeypatch.setenv("FIRSTAID_SECRET", secret)
    with pytest.raises(ValidationError, match="FIRSTAID_SECRET must be at least 32 random characters"):
        Settings()


def test_production_is_what_one_gets_without_asking(monkeypatch):
    monkeypatch.delenv("FIRSTAID_ENVIRONMENT", raising=False)
    monkeypatch.setenv("FIRSTAID_SECRET", "x" * 32)
    assert Settings().environment == "production"


def test_ids_sort_by_the_moment_they_were_made_and_tokens_have_no_look_alikes():
    ids = [new_id() for _ in range(3)]
    assert {one.version for one in ids} == {7}
    assert len(set(ids)) == 3
    tokens = [new_token() for _ in range(50)]
    assert {len(one) for one in tokens} == {26}
    assert not set("ILOU") & set("".join(tokens))
