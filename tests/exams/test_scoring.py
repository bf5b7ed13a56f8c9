import pytest

from firstaid.exams.scoring import (
    Marked,
    QuestionScore,
    TopicScore,
    by_topic,
    is_right,
    life_critical_missed,
    passes,
    percent,
    weakest_questions,
    weakest_topic,
)


@pytest.mark.parametrize(
    ("key", "chosen", "right"),
    [
        (["B"], ["B"], True),
        (["B"], ["A"], False),
        (["B"], [], False),
        (["A", "C"], ["C", "A"], True),
        (["A", "C"], ["A"], False),
        (["A", "C"], ["A", "B", "C"], False),
        (["A", "C"], [], False),
    ],
)
def test_a_question_is_right_when_all_and_only_its_right_options_are_chosen(key, chosen, right):
    assert is_right(key, chosen) is right


@pytest.mark.parametrize(("score", "passed"), [(79, False), (80, True), (100, True)])
def test_reaching_the_pass_mark_is_passing(score, passed):
    assert passes(score, 80) is passed


@pytest.mark.parametrize(
    ("right", "asked", "score"), [(0, 30, 0), (24, 30, 80), (23, 30, 76), (2, 3, 66), (30, 30, 100)]
)
def test_a_score_is_a_whole_percentage_rounded_down(right, asked, score):
    assert percent(right, asked) == score


def marked(topic: str, *, right: bool, vital: bool = False) -> Marked:
    return Marked(topic, {"en": topic.title()}, life_critical=vital, right=right)


def test_a_profile_counts_each_topic_by_itself():
    paper = [marked("cpr", right=True), marked("aed", right=False), marked("cpr", right=False)]
    assert by_topic(paper) == [TopicScore({"en": "Aed"}, 0, 1), TopicScore({"en": "Cpr"}, 1, 2)]


def test_only_wrong_answers_to_life_critical_questions_are_gone_through_aloud():
    paper = [
        marked("cpr", right=False, vital=True),
        marked("cpr", right=True, vital=True),
        marked("cpr", right=False),
    ]
    assert life_critical_missed(paper) == 1


def test_the_weakest_topic_is_the_one_with_the_smallest_share_and_none_where_all_was_right():
    scores = [TopicScore({"en": "a"}, 4, 5), TopicScore({"en": "b"}, 2, 3), TopicScore({"en": "c"}, 6, 6)]
    assert weakest_topic(scores) == scores[1]
    assert weakest_topic(scores[2:]) is None
    assert weakest_topic([]) is None


def test_the_weakest_questions_were_asked_often_enough_to_say_something():
    scores = [QuestionScore({"en": name}, right, asked) for name, right, asked in WEAK]
    found = weakest_questions(scores, most=3, asked_least=3)
    assert [one.stem["en"] for one in found] == ["none of many", "none", "half"]


WEAK = [("once", 0, 1), ("all", 3, 3), ("half", 2, 4), ("none", 0, 3), ("most", 3, 4), ("none of many", 0, 9)]
