"""How often one address may try, counted in this process; what must outlive it is counted in the database."""

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from firstaid.core.errors import TooMany


class Limiter:
    """A moving window per name and key."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._items: dict[str, RateLimitItem] = {}

    def hit(self, rule: str, *key: str) -> None:
        """Count one try under `rule` ("10 per 5 minutes"); raises `TooMany` once there are more."""
        item = self._items.setdefault(rule, parse(rule))
        if not self._window.hit(item, *key):
            raise TooMany


def address_of(request: Request) -> str:
    """Where a request comes from; behind a trusted proxy, what that says of it."""
    return request.client.host if request.client else "-"
