"""What stands around every request: strict headers, no foreign forms, an id, one log line without anybody in it."""

import json

import pytest
from cast import PASSWORD
from fastapi.testclient import TestClient

from firstaid.core.settings import settings
from firstaid.web import log

EXPECTED = {
    "content-security-policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.mark.parametrize("path", ["/sign-in", "/healthz", "/nowhere", "/account"])
def test_every_answer_wears_the_security_headers(browse, path):
    headers = browse(None).get(path).headers
    assert {name: headers[name] for name in EXPECTED} == EXPECTED
    assert "strict-transport-security" not in headers


def test_browsers_are_told_to_stay_with_tls_where_there_is_tls(browse, monkeypatch):
    monkeypatch.setattr(settings(), "public_url", "https://example.org")
    assert browse(None).get("/healthz").headers["strict-transport-security"] == "max-age=31536000"


def test_a_static_file_is_kept_for_ever_and_an_old_address_is_not(browse):
    from firstaid.web.assets import static  # noqa: PLC0415 - hashes all files once

    assert "immutable" in browse(None).get(static("app.css")).headers["cache-control"]
    assert browse(None).get("/static/0123456789ab/app.css").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Referer": "http://[", "Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 403),
    ],
)
def test_a_form_from_another_site_is_refused(app, headers, status):
    client = TestClient(
        app, headers={"Accept": "text/html", "Accept-Language": "en", **headers}, follow_redirects=False
    )
    answer = client.post("/language", data={"language": "en"})
    assert answer.status_code == status
    if status == 403:
        assert "This form was sent from another site." in answer.text
        assert "web.foreign_form" in answer.text


def test_every_request_has_an_id_of_its_own(browse):
    her = browse(None)
    first, second = (her.get("/sign-in").headers["x-request-id"] for _ in range(2))
    assert len(first) == 12
    assert first != second


@pytest.fixture
def lines(capsys):
    log.set_up("json")
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]


def test_a_log_line_says_which_door_and_how_it_went_with_the_requests_id(browse, lines):
    answer = browse(None).get("/sign-in?next=/account")
    line = next(line for line in lines() if line["event"] == "request")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/sign-in", 200)
    assert line["request_id"] == answer.headers["x-request-id"]


def test_no_log_line_holds_a_name_a_number_or_a_secret(browse, cast, lines):
    her = browse(cast.chen)
    her.get("/account?name=陈静&phone=13800138001")
    her.post("/sign-in", data={"login": "chen", "password": "guessed-at-random"})
    her.post("/sign-in", data={"login": "chen", "password": PASSWORD})
    her.post("/account/password", data={"old": PASSWORD, "new": "x", "more": "13800138001"})
    her.get(f"/account/sign-ins/{cast.chen}/revocation")
    written = json.dumps(lines(), ensure_ascii=False)
    assert "/account/password" in written
    for secret in ("陈静", "138001", PASSWORD, "guessed-at-random", '"chen"', str(cast.chen)):
        assert secret not in written


@pytest.mark.parametrize("path", ["/sign-in/", "/account", "/account/", "/join/K7M2Q9XD/", "//evil.example/"])
def test_nobody_is_sent_on_to_a_host_that_the_request_named(browse, path):
    answer = browse(None).get(path, headers={"Host": "evil.example"})
    assert "//" not in answer.headers.get("location", "")
