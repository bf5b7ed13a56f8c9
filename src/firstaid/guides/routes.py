from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import FileResponse, HTMLResponse

from firstaid.guides import access, showing
from firstaid.institutions.asking import roles_of_anybody

router = APIRouter()
Roles = Annotated[frozenset[str], Depends(roles_of_anybody)]
CameFrom = Annotated[str, Query(alias="from")]
KEPT = {"Cache-Control": "public, max-age=3600"}


@router.get("/help")
def help_page(roles: Roles, came_from: CameFrom = "") -> HTMLResponse:
    return showing.everything(roles, came_from).response()


@router.get("/help/{guide}")
def guide_page(roles: Roles, guide: str, came_from: CameFrom = "") -> HTMLResponse:
    return showing.guide(access.guide_to_read(guide), came_from).response()


@router.get("/help/{guide}/{task}")
def task_page(roles: Roles, guide: str, task: str, came_from: CameFrom = "") -> HTMLResponse:
    return showing.task(*access.task_to_read(guide, task), came_from).response()


@router.get("/help/pictures/{language}/{name}")
def picture(language: str, name: str) -> FileResponse:
    return FileResponse(access.picture_to_see(language, name), headers=KEPT)
