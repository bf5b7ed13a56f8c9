"""A trainee without e-mail makes a phone hers: by the code, her name and four characters of a number of hers."""

import pytest
from cast import open_training, resident_id
from sqlmodel import select

from firstaid.accounts.models import FailedTry, Person, SignIn, SignInKind
from firstaid.accounts.service import add_person
from firstaid.institutions.models import Role, RoleGrant
from firstaid.trainings.models import Enrolment, Training, TrainingState

WRONG = "This code, name and last four characters do not belong together."
THROTTLED = "There were too many wrong tries."


@pytest.fixture
def training(database, cast):
    with database.transaction() as writing:
        return open_training(writing, cast)


@pytest.fixture
def phone(browse):
    """A phone that nobody is known in yet."""
    return browse(None)


def join(phone, training, name="王芳", last4="8008"):
    return phone.post(f"/join/{training.join_code}", data={"name": name, "last4": last4})


@pytest.mark.parametrize(
    ("name", "last4"),
    [
        ("王芳", "8008"),
        (" 王 芳 ", "８００８"),
        ("王芳", "13800138008"),
        ("王芳", resident_id(8)[-4:].lower()),
        ("王芳", resident_id(8)),
    ],
)
def test_she_joins_by_name_and_the_last_four_of_either_number_however_typed(phone, training, session, name, last4):
    answer = join(phone, training, name, last4)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/my/trainings/{training.id}"
    seat = session.get_one(Enrolment, training.enrolments["wang"])
    assert seat.joined_at is not None


def test_a_phone_that_joined_is_known_and_has_a_trainees_rights_only(phone, training, cast, session, database, clock):
    with database.transaction() as writing:
        writing.add(RoleGrant(person_id=cast.wang, issuer_id=cast.issuer, role=Role.COORDINATOR, granted_at=clock()))
    join(phone, training)
    assert "You have joined already, 王芳." in phone.get(f"/join/{training.join_code}").text
    assert phone.get("/trainings").status_code == 403
    assert phone.get("/institutions").status_code == 403
    kinds = session.exec(select(SignIn.kind).where(SignIn.person_id == cast.wang)).all()
    assert kinds == [SignInKind.DEVICE]


def test_joining_again_on_another_phone_keeps_when_she_joined_first(browse, phone, training, clock, session):
    join(phone, training)
    first = session.get_one(Enrolment, training.enrolments["wang"]).joined_at
    session.rollback()
    clock.tick(hours=1)
    assert join(browse(None), training).status_code == 303
    assert session.get_one(Enrolment, training.enrolments["wang"]).joined_at == first


@pytest.mark.parametrize(
    ("name", "last4"), [("王芳", "0000"), ("王方", "8008"), ("", ""), ("吴悠", "8011"), ("王芳", "8")]
)
def test_every_wrong_try_is_answered_in_the_same_words_and_keeps_what_she_typed(phone, training, name, last4):
    answer = join(phone, training, name, last4)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert f'value="{name}"' in answer.text
    assert f'value="{last4}"' in answer.text
    assert "十二月心肺复苏班" in answer.text
    assert "set-cookie" not in answer.headers


def test_the_words_are_chinese_for_those_who_read_chinese(browse, training):
    assert "入班码、姓名和后四位对不上" in join(browse(None, language="zh-CN"), training, last4="0000").text


@pytest.mark.usefixtures("training")
def test_a_code_that_is_none_leads_back_to_where_it_is_typed(phone):
    answer = phone.post("/join/ZZZZZZZZ", data={"name": "王芳", "last4": "8008"})
    assert answer.status_code == 422
    assert 'value="ZZZZZZZZ"' in answer.text
    assert phone.get("/join/ZZZZZZZZ").status_code == 404
    assert phone.get("/join?code=nothing").status_code == 404


def test_the_code_is_understood_with_spaces_and_small_letters(phone, training):
    code = training.join_code
    typed = f"{code[:4].lower()} {code[4:]}"
    assert phone.get("/join", params={"code": typed}).headers["location"] == f"/join/{code}"


def test_after_ten_wrong_tries_at_one_name_even_the_right_one_waits(phone, browse, training, clock):
    assert [join(phone, training, last4=f"{n:04d}").status_code for n in range(10)] == [422] * 10
    throttled = join(phone, training)
    assert throttled.status_code == 429
    assert THROTTLED in throttled.text
    assert 'value="王芳"' in throttled.text
    assert join(browse(None), training, "李雷", "8009").status_code == 303
    clock.tick(minutes=6)
    assert join(phone, training).status_code == 303


def test_slow_guessing_at_one_name_ends_for_the_day(phone, training, clock):
    for n in range(30):
        clock.tick(minutes=20 if n % 9 == 0 else 0)
        assert join(phone, training, last4=f"{n:04d}").status_code == 422
    clock.tick(minutes=20)
    ended = join(phone, training)
    assert (ended.status_code, "wrong tries with this name today" in ended.text) == (429, True)
    clock.tick(days=1)
    assert join(phone, training).status_code == 303


def test_a_hall_that_mistypes_does_not_shut_out_the_staff(phone, browse, training):
    for n in range(30):
        join(phone, training, f"某{chr(0x4E00 + n)}", "0000")
    assert join(browse(None), training).status_code == 303
    wrong_password = browse(None).post("/sign-in", data={"login": "lin", "password": "not this one"})
    assert wrong_password.status_code == 422


def test_guessing_from_one_place_ends(phone, training):
    answers = [join(phone, training, f"某{chr(0x4E00 + n)}", "0000").status_code for n in range(61)]
    assert answers == [422] * 60 + [429]


def test_a_wrong_try_keeps_no_name(phone, training, session):
    join(phone, training, "王芳", "0000")
    keys = session.exec(select(FailedTry.key)).all()
    assert keys
    assert not any("王芳" in key for key in keys)


def test_of_two_namesakes_each_is_known_by_her_own_number(phone, training, cast, database, clock, session):
    with database.transaction() as writing:
        other = add_person(writing, name="王芳", phone="+8613900139999", resident_id=None, at=clock())
        seat = Enrolment(
            training_id=training.id,
            person_id=other.id,
            institution_id=cast.willow,
            number=9,
            enrolled_at=clock(),
        )
        writing.add(seat)
        other_seat = seat.id
    join(phone, training, "王芳", "9999")
    assert session.get_one(Enrolment, other_seat).joined_at is not None
    assert session.get_one(Enrolment, training.enrolments["wang"]).joined_at is None


def test_two_namesakes_with_the_same_digits_are_asked_for_the_other_number(phone, training, cast, database, clock):
    with database.transaction() as writing:
        other = add_person(writing, name="王芳", phone="+8613900138008", resident_id=None, at=clock())
        writing.add(
            Enrolment(
                training_id=training.id,
                person_id=other.id,
                institution_id=cast.willow,
                number=9,
                enrolled_at=clock(),
            )
        )
    answer = join(phone, training)
    assert answer.status_code == 409
    assert "Try the last four of your other number" in answer.text
    assert join(phone, training, last4=resident_id(8)[-4:]).status_code == 303


def test_her_name_may_be_typed_without_the_dot(phone, training, cast, database, clock):
    with database.transaction() as writing:
        other = add_person(writing, name="阿卜杜拉·买买提", phone="+8613900137777", resident_id=None, at=clock())
        writing.add(
            Enrolment(
                training_id=training.id,
                person_id=other.id,
                institution_id=cast.willow,
                number=9,
                enrolled_at=clock(),
            )
        )
    assert join(phone, training, "阿卜杜拉买买提", "7777").status_code == 303


def test_nobody_joins_a_training_that_is_over_but_a_phone_that_did_stays(phone, browse, training, database):
    join(phone, training)
    with database.transaction() as writing:
        writing.get_one(Training, training.id).state = TrainingState.CLOSED
    fresh = browse(None)
    assert "This training is over" in fresh.get(f"/join/{training.join_code}").text
    assert join(fresh, training).status_code == 409
    assert "You have joined already" in phone.get(f"/join/{training.join_code}").text


def test_somebody_withdrawn_cannot_join(phone, browse, training, cast):
    gone = f"/trainings/{training.id}/enrolments/{training.enrolments['wang']}/withdrawal"
    browse(cast.chen).post(gone)
    assert join(phone, training).status_code == 422


def test_another_person_can_take_over_a_shared_phone(phone, training):
    join(phone, training)
    assert "Somebody else on this phone?" in phone.get(f"/join/{training.join_code}").text
    join(phone, training, "李雷", "8009")
    assert "You have joined already, 李雷." in phone.get(f"/join/{training.join_code}").text


def test_joining_ends_the_sign_in_that_this_browser_had_before(browse, cast, training, session):
    lent = browse(cast.lin)
    join(lent, training)
    before = session.exec(select(SignIn).where(SignIn.person_id == cast.lin)).one()
    assert before.revoked_at is not None


def test_the_page_of_a_code_tells_nobody_who_is_enrolled(phone, training, session):
    page = phone.get(f"/join/{training.join_code}").text
    names = session.exec(select(Person.name).join(Enrolment, Enrolment.person_id == Person.id)).all()
    assert names
    assert not any(name in page for name in names)


def test_the_qr_code_is_a_picture_of_the_address(phone, training):
    answer = phone.get(f"/join/{training.join_code}/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    assert phone.get("/join/0000/qr.svg").status_code == 404
