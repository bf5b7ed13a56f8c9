"""The key is in no page, no script and no JSON before release: every exam address is walked, by generation."""

import re
from uuid import UUID

import pytest
from exams.papers import answers, paper_of, secrets_of

from firstaid.exams.routes import router
from firstaid.trainings.models import Training

MARKER = "SECRET-"


def addresses(wang) -> list[tuple[str, str]]:
    """Every method and address of the exams' doors, filled in for her own paper."""
    known = {"training_id": str(wang.training), "sitting_id": str(wang.sitting)}
    return [
        (method, re.sub(r"\{(\w+)\}", lambda found: known[found[1]], route.path))
        for route in router.routes
        for method in sorted(route.methods)
    ]


def everything_said(wang, walked: list[tuple[str, str]]) -> str:
    """All that any address answers, headers too, in both languages; papers handed in last."""
    said = []
    for method, address in sorted(walked, key=lambda one: ("hand-in" in one[1], one[0])):
        for language in ("en", "zh-CN"):
            body = {"json": {"answers": []}} if address.endswith("/answers") else {}
            headers = {"Cookie": f"{cookies_of(wang)}; language={language}"}
            answer = wang.browser.request(method, address, headers=headers, **body)
            assert answer.status_code < 500, (method, address)
            said.append(f"{answer.headers} {answer.text}")
    return "\n".join(said)


def cookies_of(wang) -> str:
    return "; ".join(f"{name}={value}" for name, value in wang.browser.cookies.items())


def test_no_address_of_the_exam_tells_a_trainee_the_key_before_release(wang, session):
    assert len(secrets_of(session, wang.sitting)) > 100
    walked = addresses(wang)
    assert len(walked) >= 10
    wang.save(*answers(session, wang.sitting, right=5))
    said = everything_said(wang, walked)
    assert "Stem " in said
    assert MARKER not in said
    assert MARKER not in everything_said(wang, walked)  # once more: now the paper is handed in
    assert MARKER not in wang.browser.get(f"/my/trainings/{wang.training}").text


def test_the_same_walk_finds_keys_and_reasons_after_release(wang, session, database):
    wang.save(*answers(session, wang.sitting, right=5))
    wang.hand_in()
    assert wang.browser.get(f"{wang.address}/review").status_code == 409
    with database.transaction() as writing:
        writing.get_one(Training, wang.training).state = "closed"
    said = everything_said(wang, addresses(wang))
    assert "SECRET-why-" in said
    assert "SECRET-rationale-" in said
    review = wang.browser.get(f"{wang.address}/review").text
    assert review.count("Right answer") >= 10
    assert review.count("Your answer") >= 10
    assert "SECRET-option-" not in said


def test_a_right_option_looks_like_a_wrong_one(wang, session):
    page = wang.browser.get(wang.address).text
    shapes = set()
    for question in paper_of(session, wang.sitting):
        fieldset = re.search(rf'<fieldset[^>]*id="q{question.position}".*?</fieldset>', page, re.DOTALL)
        assert fieldset
        labels = re.findall(r"<label.*?</label>", fieldset[0], re.DOTALL)
        assert len(labels) == len(question.shown["options"])
        for label, option in zip(labels, question.shown["options"], strict=True):
            words = label.replace(option["text"]["en"], "…").replace("checkbox", "radio")
            shapes.add(re.sub(rf'name="q{question.position}"|value="[A-D]"|<b>[A-D]</b>', "", words))
    assert len(shapes) == 1


def test_what_a_trainee_is_shown_holds_words_only(wang, session):
    for question in paper_of(session, wang.sitting):
        assert set(question.shown) == {"kind", "topic", "stem", "options"}
        letters = [option["id"] for option in question.shown["options"]]
        assert letters == list("ABCD")[: len(letters)]
        assert all(set(option) == {"id", "text"} for option in question.shown["options"])


def test_the_right_letter_is_not_always_the_same(wang, session):
    right = [q.key["right"][0] for q in paper_of(session, wang.sitting) if q.shown["kind"] == "single"]
    wang.hand_in()
    second = wang.browser.post(wang.exam).headers["location"].rsplit("/", 1)[1]
    right += [q.key["right"][0] for q in paper_of(session, UUID(second)) if q.shown["kind"] == "single"]
    assert len(set(right)) > 1


def test_no_script_or_style_of_the_paper_holds_a_key(wang):
    linked = re.findall(r'(?:src|href)="(/static/[^"#]+)', wang.browser.get(wang.address).text)
    assert any(address.endswith("exam.js") for address in linked)
    for address in linked:
        said = wang.browser.get(address)
        assert said.status_code == 200
        assert MARKER not in said.text


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/redoc"])
def test_no_description_of_the_addresses_is_published(wang, path):
    assert wang.browser.get(path).status_code == 404


def test_the_staff_sees_results_but_no_question_and_no_key(wang, browse, cast, session):
    wang.save(*answers(session, wang.sitting, right=5))
    for person in (cast.chen, cast.lin, cast.auditor):
        for address in (f"/trainings/{wang.training}/exam", f"/trainings/{wang.training}/exam/{wang.sitting}"):
            page = browse(person).get(address)
            assert page.status_code == 200
            assert MARKER not in page.text
            assert "Stem " not in page.text
