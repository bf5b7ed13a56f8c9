"""Every domain's doors, and the few that stand open to the public."""

from fastapi import APIRouter, Depends

from firstaid.accounts.routes import own_router as own_account
from firstaid.accounts.routes import router as accounts
from firstaid.app.health import router as health
from firstaid.app.styleguide import router as styleguide
from firstaid.certificates.routes import router as certificates
from firstaid.courses.routes import router as courses
from firstaid.exams.routes import router as exams
from firstaid.guides.routes import router as guides
from firstaid.institutions.asking import acting
from firstaid.institutions.routes import router as institutions
from firstaid.outcomes.routes import router as outcomes
from firstaid.overviews.routes import router as overviews
from firstaid.practicals.api import router as practicals_api
from firstaid.practicals.routes import router as practicals
from firstaid.trainings.routes import router as trainings

account = APIRouter(dependencies=[Depends(acting)])
account.include_router(own_account)

ROUTERS: tuple[APIRouter, ...] = (
    health,
    accounts,
    account,
    institutions,
    courses,
    trainings,
    practicals,
    practicals_api,
    exams,
    outcomes,
    certificates,
    overviews,
    guides,
    styleguide,
)

PUBLIC = frozenset(
    {
        "/",
        "/healthz",
        "/readyz",
        "/sign-in",
        "/sign-out",
        "/language",
        "/join",
        "/join/{join_code}",
        "/join/{join_code}/qr.svg",
        "/verify",
        "/v/{token}",
        "/styleguide",
        "/help",
        "/help/{guide}",
        "/help/{guide}/{task}",
        "/help/pictures/{language}/{name}",
    }
)
"""Paths that ask nobody who they are; everything else must, or the strangers' tests fail."""

UPLOADS = ("/institutions/{institution_id}/staff-lists",)
"""Addresses to which a whole file may be sent; every other body is small."""
