from firstaid.questions.files import Question


def may_stand_on_paper(question: Question, scheme: str) -> bool:
    """Whether an exam under this scheme may ask it: made for exams, live, and answered alike by the scheme."""
    return question.use == "exam" and question.may_be_asked_under(scheme)
