"""Kindergartens, centres, and who acts for them."""

import pytest
from cast import PASSWORD
from sqlmodel import col, delete, select

from firstaid.accounts.models import Login, Person
from firstaid.institutions import queries
from firstaid.institutions.models import Employment, Institution, InstitutionKind, Issuer, Role, RoleGrant

NEW_PASSWORD = "a river under the bridge"


@pytest.fixture
def make(chen):
    def send(name, kind="kindergarten", over="", browser=None):
        form = {"name": name, "kind": kind, "town": "清河镇", "overseen_by": str(over)}
        return (browser or chen).post("/institutions/new", data=form)

    return send


def made(answer):
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def named(session, name):
    session.rollback()
    return session.exec(select(Institution).where(Institution.name == name)).one_or_none()


def test_a_centre_is_made_and_two_kindergartens_under_it(chen, session, make):
    centre = made(make("新区学前教育中心", "centre"))
    assert "新区学前教育中心" in chen.get("/institutions/new").text
    for name in ("玫瑰幼儿园", "荷花幼儿园"):
        made(make(name, over=centre.rsplit("/", 1)[1]))

    listed = chen.get("/institutions").text.split("<h1>")[1]
    assert listed.index("新区学前教育中心") < listed.index("荷花幼儿园") < listed.index("玫瑰幼儿园")
    page = chen.get(centre).text
    assert "玫瑰幼儿园" in page
    assert "荷花幼儿园" in page
    assert "向日葵幼儿园" not in page
    assert named(session, "玫瑰幼儿园").overseen_by == named(session, "新区学前教育中心").id


def test_those_under_no_centre_stand_apart_and_an_empty_centre_says_so(chen, cast):
    for place in (cast.sunflower, cast.willow):
        chen.post(f"/institutions/{place}/overseer", data={"overseen_by": ""})
    page = chen.get("/institutions").text
    assert "This centre oversees no kindergarten yet." in page
    assert page.index("Without a centre") < page.index("向日葵幼儿园")


def test_before_the_first_institution_the_page_says_what_to_do(chen, browse, cast, database):
    with database.transaction() as writing:
        writing.exec(delete(Employment))
        writing.exec(delete(RoleGrant).where(col(RoleGrant.institution_id).is_not(None)))
        writing.exec(delete(Institution).where(col(Institution.overseen_by).is_not(None)))
        writing.exec(delete(Institution))
    assert "No institution yet" in chen.get("/institutions").text
    assert "/institutions/new" in chen.get("/institutions").text
    assert "/institutions/new" not in browse(cast.auditor).get("/institutions").text


def test_two_institutions_of_one_name_are_refused_also_with_other_spaces(session, make):
    refused = make("向日葵 幼儿园 ")
    assert refused.status_code == 409
    assert "向日葵幼儿园" in refused.text
    session.rollback()
    assert len(session.exec(select(Institution)).all()) == 4


@pytest.mark.parametrize(("kind", "over"), [("centre", "centre"), ("kindergarten", "willow")])
def test_only_a_centre_oversees_and_none_oversees_it(cast, session, make, kind, over):
    assert make("新园", kind, over=getattr(cast, over)).status_code == 422
    assert named(session, "新园") is None


def test_a_kindergarten_is_put_under_a_centre_and_taken_out_again(chen, cast, session):
    door = f"/institutions/{cast.maple}/overseer"
    assert chen.post(door, data={"overseen_by": str(cast.centre)}).status_code == 303
    assert named(session, "枫叶幼儿园").overseen_by == cast.centre
    assert chen.post(door, data={"overseen_by": ""}).status_code == 303
    assert named(session, "枫叶幼儿园").overseen_by is None
    assert chen.post(door, data={"overseen_by": str(cast.willow)}).status_code == 422
    assert chen.post(f"/institutions/{cast.centre}/overseer", data={"overseen_by": str(cast.centre)}).status_code == 422
    assert chen.post(door, data={"overseen_by": str(cast.wang)}).status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "x" * 101])
def test_a_name_that_is_none_is_refused(make, name):
    assert make(name).status_code == 422


def head(name="何园长", phone="13700137000", login="he", password=NEW_PASSWORD, **more):
    return {"name": name, "phone": phone, "login": login, "password": password} | more


def test_a_head_is_appointed_and_signs_in(chen, browse, cast, session):
    page = f"/institutions/{cast.sunflower}"
    assert chen.post(f"{page}/heads", data=head()).status_code == 303
    assert "何园长" in chen.get(page).text
    signed_in = browse(None).post("/sign-in", data={"login": "he", "password": NEW_PASSWORD})
    assert signed_in.status_code == 303
    grant = session.exec(
        select(RoleGrant).join(Login, Login.person_id == RoleGrant.person_id).where(Login.name == "he")
    )
    assert [(one.role, one.institution_id) for one in grant] == [(Role.HEAD, cast.sunflower)]


def test_whoever_is_appointed_for_a_centre_is_its_director(chen, cast, session):
    chen.post(f"/institutions/{cast.centre}/heads", data=head())
    leaders = [(grant.role, person.name) for grant, person, _ in queries.leaders_of(session, cast.centre)]
    assert (Role.CENTRE, "何园长") in leaders


def test_somebody_who_signs_in_already_keeps_her_password(chen, cast, session):
    before = session.exec(select(Login.password_hash).where(Login.name == "lin")).one()
    form = head("林医生", "13800138003", "", "", role="auditor")
    assert [chen.post("/team", data=form).status_code for _ in range(2)] == [303, 303]
    session.rollback()
    assert session.exec(select(Login.password_hash).where(Login.name == "lin")).one() == before
    roles = [grant.role for grant in queries.grants_of(session, cast.lin)]
    assert sorted(roles) == [Role.AUDITOR, Role.INSTRUCTOR]


def test_a_forgotten_password_is_replaced_by_appointing_her_again(chen, browse):
    form = head("林医生", "13800138003", "", NEW_PASSWORD, role="instructor")
    assert chen.post("/team", data=form).status_code == 303
    assert browse(None).post("/sign-in", data={"login": "lin", "password": PASSWORD}).status_code == 422
    assert browse(None).post("/sign-in", data={"login": "lin", "password": NEW_PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("form", "status"),
    [
        (head(login="chen"), 409),
        (head(login="", password=""), 422),
        (head(password=""), 422),
        (head(password="short"), 422),
        (head(phone="12345"), 422),
        (head(login="he he"), 422),
        (head(name=" "), 422),
    ],
)
def test_nobody_is_appointed_by_a_form_that_lacks_something(chen, cast, session, form, status):
    assert chen.post(f"/institutions/{cast.sunflower}/heads", data=form).status_code == status
    session.rollback()
    assert session.exec(select(Person).where(Person.name == "何园长")).all() == []


def test_the_team_page_lists_the_issuers_own_and_no_head(chen, browse, cast):
    page = chen.get("/team").text
    assert all(name in page for name in ("陈静", "审计", "林医生"))
    assert "赵园长" not in page
    assert "End the role" in page
    assert "End the role" not in browse(cast.auditor).get("/team").text


def test_heads_cannot_be_appointed_to_the_team(chen):
    assert chen.post("/team", data=head(role="head")).status_code == 422


def revocation(session, person_id):
    return f"/team/{queries.grants_of(session, person_id)[0].id}/revocation"


def test_a_role_taken_away_is_gone_at_once(chen, browse, cast, session):
    zhao = browse(cast.zhao)
    door = revocation(session, cast.zhao)
    assert [chen.post(door).status_code for _ in range(2)] == [303, 303]
    assert zhao.get("/staff").status_code == 403
    session.rollback()
    assert queries.grants_of(session, cast.zhao) == []


def test_the_last_coordinator_cannot_be_taken_away(chen, cast, session):
    door = revocation(session, cast.chen)
    assert chen.post(door).status_code == 409
    chen.post("/team", data=head(role="coordinator"))
    assert chen.post(door).status_code == 303
    assert chen.get("/institutions").status_code == 403


def test_the_auditor_reads_and_changes_nothing(browse, cast, session, make):
    auditor = browse(cast.auditor)
    here = f"/institutions/{cast.sunflower}"
    for page in ("/institutions", here, "/team"):
        assert auditor.get(page).status_code == 200
    assert auditor.get("/institutions/new").status_code == 403
    assert make("新园", browser=auditor).status_code == 403
    assert auditor.post(f"{here}/overseer", data={"overseen_by": ""}).status_code == 403
    assert auditor.post(f"{here}/heads", data=head()).status_code == 403
    assert auditor.post("/team", data=head(role="auditor")).status_code == 403
    assert auditor.post(revocation(session, cast.lin)).status_code == 403


@pytest.mark.parametrize("who", ["lin", "zhao", "sun", "wang"])
def test_institutions_and_team_are_closed_to_others(browse, cast, who):
    for page in ("/institutions", "/institutions/new", f"/institutions/{cast.sunflower}", "/team"):
        assert browse(getattr(cast, who)).get(page).status_code == 403
        assert browse(None).get(page).status_code == 303


def test_another_issuers_institutions_and_roles_do_not_exist(chen, cast, database, clock):
    with database.transaction() as writing:
        other = Issuer(code="XX", name={"en": "Other", "zh-CN": "别处"})
        writing.add(other)
        writing.flush()
        away = Institution(
            issuer_id=other.id, name="别处", sort_key="x", kind=InstitutionKind.OTHER, created_at=clock()
        )
        grant = RoleGrant(person_id=cast.wu, issuer_id=other.id, role=Role.AUDITOR, granted_at=clock())
        writing.add_all([away, grant])
        writing.flush()
        ids = away.id, grant.id
    assert chen.post(f"/team/{ids[1]}/revocation").status_code == 404
    assert chen.get(f"/institutions/{cast.wang}").status_code == 404
    assert chen.post(f"/institutions/{ids[0]}/overseer", data={"overseen_by": ""}).status_code == 404


def test_institutions_are_found_by_name_town_and_kind_under_their_centre(browse, cast):
    chen = browse(cast.chen)
    seen = {
        "?words=向日葵": [cast.centre, cast.sunflower],
        "?words=枫叶": [cast.maple],
        "?kind=centre": [cast.centre],
        "?kind=kindergarten": [cast.centre, cast.sunflower, cast.willow, cast.maple],
        "?words=学前&kind=kindergarten": [],
    }
    for look, found in seen.items():
        page = chen.get(f"/institutions{look}").text
        every = (cast.centre, cast.sunflower, cast.willow, cast.maple)
        assert [one for one in every if f'href="/institutions/{one}"' in page] == found, look
    assert "No institution was found" in chen.get("/institutions?words=nowhere").text


def test_only_the_form_that_was_refused_stands_open(chen, cast):
    at = f"/institutions/{cast.sunflower}"
    page = {"referer": f"http://testserver{at}"}
    file = chen.post(f"{at}/staff-lists", files={"staff_list": ("a.xlsx", b"no workbook")}, headers=page)
    appointed = chen.post(f"{at}/heads", data={"name": "何园长", "phone": "12"}, headers=page)
    assert (file.status_code, "<details>" in file.text, "<details open>" in file.text) == (422, True, False)
    assert (appointed.status_code, "<details open>" in appointed.text) == (422, True)
