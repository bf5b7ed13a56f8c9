"""Whose guide is whose, and what a heading is called in an address."""

import re

GUIDES = ("trainee", "checking", "instructor", "coordinator", "head", "centre", "operator")
STANDS_IN = {"auditor": "coordinator"}
"""Who has no guide of her own → whose she reads: she sees the same pages."""


def own_guides(roles: frozenset[str]) -> tuple[str, ...]:
    """The guides for these roles; work comes before one's own learning."""
    mine = {STANDS_IN.get(role, role) for role in roles}
    work = tuple(guide for guide in GUIDES if guide in mine - {"trainee"})
    return work + tuple(mine & {"trainee"})


def own_first(roles: frozenset[str]) -> tuple[str, ...]:
    """Every guide, hers first."""
    mine = own_guides(roles)
    return mine + tuple(guide for guide in GUIDES if guide not in mine)


def anchor_of(heading: str) -> str:
    """What code hosts make of a heading: lower case, hyphens for spaces, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
