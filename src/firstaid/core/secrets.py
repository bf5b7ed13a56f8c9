"""Keys made from the installation's one secret: numbers are kept encrypted and found again by fingerprint."""

import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from firstaid.core.settings import settings

NONCE = 12


def fingerprint(purpose: str, value: str) -> str:
    """The same value gives the same 64 characters; without the secret nobody can try values out."""
    return hmac.new(_key(f"fingerprint:{purpose}"), value.encode(), hashlib.sha256).hexdigest()


def lock(purpose: str, value: str, nonce: bytes) -> bytes:
    """Encrypt (AES-256-GCM) with a fresh random nonce of 12 bytes."""
    return nonce + AESGCM(_key(f"lock:{purpose}")).encrypt(nonce, value.encode(), purpose.encode())


def unlock(purpose: str, sealed: bytes) -> str:
    """Give back what `lock` took; raises `InvalidTag` if a byte was altered."""
    opened = AESGCM(_key(f"lock:{purpose}")).decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
    return opened.decode()


def _key(purpose: str) -> bytes:
    secret = settings().secret.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)
