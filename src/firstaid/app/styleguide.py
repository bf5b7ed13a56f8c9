"""Every component in every state, both languages and both themes, to look at while one builds; not in production."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from firstaid.app.styleguide_pictures import Shown, pictures
from firstaid.core.errors import NotFound
from firstaid.core.settings import settings
from firstaid.core.words import LANGUAGES, Language, language
from firstaid.web.pages import Page

router = APIRouter()


@dataclass(frozen=True)
class SamplesPage(Page, template="styleguide/samples.html"):
    """The components in the language that is spoken just now."""

    pictures: Sequence[Shown]


@dataclass(frozen=True)
class Spoken:
    """The samples in one language."""

    language: Language
    samples: Markup


@dataclass(frozen=True)
class StyleguidePage(Page, template="styleguide/page.html"):
    languages: Sequence[Spoken]


@router.get("/styleguide")
def styleguide() -> Response:
    """Every component, in development only."""
    if settings().environment != "development":
        raise NotFound
    return StyleguidePage([_in(one) for one in LANGUAGES]).response()


def _in(wanted: Language) -> Spoken:
    before = language.set(wanted)
    try:
        return Spoken(wanted, Markup(SamplesPage(pictures()).html()))  # noqa: S704 - our own templates escape it
    finally:
        language.reset(before)
