import pytest
from exams.papers import marked_question

from firstaid.questions.rules import may_stand_on_paper


@pytest.mark.parametrize(
    ("changed", "may"),
    [
        ({}, True),
        ({"schemes": ["ours"]}, True),
        ({"schemes": ["theirs"]}, False),
        ({"status": "draft"}, False),
        ({"use": "practice"}, False),
    ],
)
def test_an_exam_asks_only_live_exam_questions_of_its_scheme(changed, may):
    assert may_stand_on_paper(marked_question("aed", 1, **changed), "ours") is may
