import pytest

from firstaid.courses import rules
from firstaid.courses.errors import NotThisCheck
from firstaid.courses.markdown import lesson_html
from firstaid.questions.files import Question

BOTH = {"en": "x", "zh-CN": "某"}
KEYS = ("a", "b", "c")


def question(*right: str, use="practice", status="live", schemes="all") -> Question:
    options = [{"id": key, "right": key in right, "text": BOTH, "why": BOTH} for key in KEYS]
    return Question.model_validate(
        {
            "id": "q1",
            "kind": "multiple" if len(right) > 1 else "single",
            "level": "recall",
            "use": use,
            "status": status,
            "life_critical": False,
            "facts": [],
            "schemes": schemes,
            "enemies": [],
            "stem": BOTH,
            "options": options,
            "rationale": BOTH,
        }
    )


@pytest.mark.parametrize(
    ("facts", "may"),
    [
        ({}, True),
        ({"use": "exam"}, False),
        ({"status": "draft"}, False),
        ({"schemes": ["one", "two", "three"]}, True),
        ({"schemes": ["one"]}, False),
    ],
)
def test_a_lesson_asks_only_practice_questions_that_all_its_schemes_agree_on(facts, may):
    assert rules.may_be_checked(question("a", **facts), ["one", "two"]) is may


@pytest.mark.parametrize("chosen", [{}, {"q1": []}, {"q1": ["a"]}, {"q1": ["a", "b"]}])
def test_answers_to_what_was_asked_are_taken(chosen):
    rules.must_belong([question("a")], chosen)


@pytest.mark.parametrize("chosen", [{"q2": ["a"]}, {"q2": []}, {"q1": ["z"]}, {"q1": ["a"], "q2": ["a"]}])
def test_an_answer_to_something_else_is_refused(chosen):
    with pytest.raises(NotThisCheck):
        rules.must_belong([question("a")], chosen)


@pytest.mark.parametrize(
    ("key", "chosen", "right"),
    [
        (("a",), ["a"], True),
        (("a",), ["b"], False),
        (("a",), ["a", "b"], False),
        (("a",), [], False),
        (("a", "b"), ["b", "a"], True),
        (("a", "b"), ["a"], False),
        (("a", "b"), ["a", "b", "c"], False),
    ],
)
def test_only_the_whole_key_is_right(key, chosen, right):
    assert rules.is_right(question(*key), chosen) is right


@pytest.mark.parametrize(("key", "around"), [("a", (None, "b")), ("b", ("a", "c")), ("c", ("b", None))])
def test_every_lesson_knows_its_neighbours(key, around):
    assert rules.neighbours(KEYS, key) == around


@pytest.mark.parametrize(
    ("read", "go_on"), [(set(), "a"), ({"a"}, "b"), ({"b"}, "a"), ({"a", "b", "c"}, None), ({"z"}, "a")]
)
def test_one_goes_on_with_the_first_lesson_that_is_unread(read, go_on):
    assert rules.first_unread(KEYS, read) == go_on


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# A\n\n## B", "<h2>A</h2>\n<h3>B</h3>\n"),
        ("## A\n\n### B", "<h2>A</h2>\n<h3>B</h3>\n"),
        ("#### A\n\n###### B", "<h2>A</h2>\n<h4>B</h4>\n"),
        ("# A\n\n###### B", "<h2>A</h2>\n<h6>B</h6>\n"),
        ("plain", "<p>plain</p>\n"),
    ],
)
def test_headings_are_shifted_to_stand_below_the_pages_own(text, html):
    assert lesson_html(text, "cpr") == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[go](javascript:alert(1))",
        "![x](javascript:alert(1))",
        '<a href="#" style="position:fixed">x</a>',
    ],
)
def test_nothing_that_acts_or_disguises_gets_into_a_lesson(text):
    html = lesson_html(text, "cpr")
    for word in ("<script", "<img", "onerror=alert(1)>", 'href="javascript', 'src="javascript', "<a "):
        assert word not in html


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("pictures/hands.svg", "/learn/pictures/cpr/hands.svg"),
        ("../pictures/hands.svg", "/learn/pictures/cpr/hands.svg"),
        ("pictures/../../secret.svg", "pictures/../../secret.svg"),
    ],
)
def test_a_lessons_own_pictures_are_shown_from_their_module(source, address):
    assert lesson_html(f"![two hands]({source})", "cpr") == f'<p><img src="{address}" alt="two hands"></p>\n'
