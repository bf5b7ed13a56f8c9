from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse

from firstaid.core.words import N_
from firstaid.courses import access, queries, rules, service, showing
from firstaid.courses.forms import CheckForm, answers_sent
from firstaid.institutions.asking import AnyActor
from firstaid.web.database import Db, Now
from firstaid.web.pages import go

router = APIRouter()
KEPT = {"Cache-Control": "private, max-age=3600"}


@router.get("/learn/{course_key}")
def course_page(db: Db, reader: AnyActor, course_key: str) -> HTMLResponse:
    return showing.course(db, reader.person, access.course_to_read(db, course_key)).response()


@router.get("/learn/{course_key}/{lesson_key}")
def lesson_page(db: Db, reader: AnyActor, course_key: str, lesson_key: str, *, again: bool = False) -> HTMLResponse:
    course, lessons, lesson = access.lesson_to_read(db, course_key, lesson_key)
    return showing.lesson(db, reader.person, course, lessons, lesson, again=again).response()


@router.post("/learn/{course_key}/{lesson_key}/reading")
def mark_read(db: Db, reader: AnyActor, now: Now, course_key: str, lesson_key: str) -> RedirectResponse:
    _, lessons, lesson = access.lesson_to_read(db, course_key, lesson_key)
    service.mark_read(db, reader.person, lesson, at=now)
    _, after = rules.neighbours([one.id for one in lessons], lesson.id)
    return go(f"/learn/{course_key}/{after or ''}".rstrip("/"), N_("The lesson is marked as read."))


@router.post("/learn/{course_key}/{lesson_key}/check")
def answer_check(
    db: Db,
    reader: AnyActor,
    now: Now,
    *,
    course_key: str,
    lesson_key: str,
    form: Annotated[CheckForm, Depends(answers_sent)],
) -> RedirectResponse:
    course, _, lesson = access.lesson_to_read(db, course_key, lesson_key)
    asked = queries.check_of(db, course, lesson)
    kept = service.answer_check(db, reader.person, lesson, asked, form.chosen, at=now)
    said = N_("%(right)s of %(asked)s right. The reasons are below.")
    return go(f"/learn/{course_key}/{lesson_key}#check", said, right=kept.right, asked=kept.asked)


@router.get("/learn/pictures/{module}/{name}")
def picture(reader: AnyActor, module: str, name: str) -> FileResponse:
    return FileResponse(access.picture_to_see(module, name), headers=KEPT)
