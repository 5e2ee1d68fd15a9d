"""The gateway's answer to a locked keypad: for enrolled operators and machines alone, and never silently."""

import logging
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from kiosk.gateway.sql.schema_operators import operator_audit
from kiosk.gateway.trust import operators
from kiosk.gateway.trust.unlock import DEMONSTRATION_TOKEN, MOST_OF_MACHINE, MOST_OF_OPERATOR, MOST_OF_SOURCE
from kiosk.runtime.clock import FakeClock
from kiosk.wire.unlock import unlock_code

from .operators_desk import CHALLENGE, KEY, MACHINE, OTHER_KEY, OTHER_MACHINE, Desk
from .town import Town, refused


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town)


def test_an_operator_is_given_the_code_of_this_machine_and_challenge(desk: Desk) -> None:
    answer = desk.ask()
    assert answer.json() == {"code": unlock_code(KEY, MACHINE, CHALLENGE)}
    assert answer.headers["cache-control"] == "no-store"
    assert desk.ask(number=OTHER_MACHINE).json() == {"code": unlock_code(OTHER_KEY, OTHER_MACHINE, CHALLENGE)}


@pytest.mark.parametrize(
    "token",
    [
        "",
        "li-wei",
        "li-wei.",
        "li-wei." + "A" * 43,
        "nobody." + "A" * 43,
        "x" * 120,
        DEMONSTRATION_TOKEN + "x",
    ],
)
def test_whoever_is_no_operator_is_told_nothing_more(desk: Desk, token: str) -> None:
    known, unknown = desk.ask(token=token), desk.ask(token=token, number="NO-SUCH")
    assert refused(known) == refused(unknown) == (401, "operator_unknown")
    assert known.headers["www-authenticate"] == 'Bearer realm="operator"'
    assert known.text == unknown.text


@pytest.mark.parametrize("header", [None, "Basic bGk6d2Vp", "Bearer", "li-wei"])
def test_only_a_bearer_token_counts(desk: Desk, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    path = f"/v1/operator/machines/{MACHINE}/unlock-code"
    assert refused(desk.town.post(path, {"challenge": CHALLENGE}, **headers)) == (401, "operator_unknown")


def test_a_token_of_one_operator_is_none_of_another(desk: Desk) -> None:
    other = desk.enrol("wang-fang")
    forged = f"li-wei.{other.partition('.')[2]}"
    assert refused(desk.ask(token=forged)) == (401, "operator_unknown")
    assert desk.ask(token=other).status_code == 200


def test_an_earlier_and_a_revoked_token_count_no_longer(desk: Desk) -> None:
    again, now_ms = desk.enrol("li-wei"), desk.now_ms
    assert refused(desk.ask()) == (401, "operator_unknown")
    assert desk.ask(token=again).status_code == 200
    database = desk.town.gateway.parts.database
    assert database.write(lambda connection: operators.revoke_operator(connection, "li-wei", now_ms))
    assert refused(desk.ask(token=again)) == (401, "operator_unknown")
    assert not database.write(lambda connection: operators.revoke_operator(connection, "li-wei", now_ms))


def test_the_demonstrations_token_counts_in_a_demonstration_alone(desk: Desk) -> None:
    database, now_ms = desk.town.gateway.parts.database, desk.now_ms
    database.write(lambda connection: operators.enrol_operator(connection, DEMONSTRATION_TOKEN, now_ms))
    assert desk.ask(token=DEMONSTRATION_TOKEN).status_code == 200
    desk.end_demonstration()
    assert refused(desk.ask(token=DEMONSTRATION_TOKEN)) == (401, "operator_unknown")
    assert desk.ask().status_code == 200, "an enrolled operator's does"


@pytest.mark.parametrize(
    "challenge", ["", "1234567", "123456789", "1234567\n", "1234567a", "１２３４５６７８", 12345678]
)
def test_what_is_no_challenge_is_malformed(desk: Desk, challenge: Any) -> None:
    assert refused(desk.ask(challenge)) == (400, "malformed")


@pytest.mark.parametrize("number", ["lfl-380-01", "LFL 380", "A" * 21, "LFL%00", "-"])
def test_what_is_no_machines_number_is_malformed(desk: Desk, number: str) -> None:
    assert refused(desk.ask(number=number)) == (400, "malformed")


def test_an_unknown_machine_is_told_to_operators_alone(desk: Desk) -> None:
    assert refused(desk.ask(number="LFL-999-09")) == (404, "machine_unknown")


def test_a_machine_gets_only_a_few_codes_in_ten_minutes(desk: Desk) -> None:
    other = desk.enrol("wang-fang")
    asked = [desk.ask(token=desk.token if n % 2 else other).status_code for n in range(MOST_OF_MACHINE)]
    assert asked == [200] * MOST_OF_MACHINE
    assert refused(desk.ask()) == (429, "rate_limited")
    assert desk.ask(number=OTHER_MACHINE).status_code == 200
    desk.town.restart()
    assert refused(desk.ask()) == (429, "rate_limited"), "a restart gives none back"
    for _ in range(MOST_OF_MACHINE + 2):
        desk.town.clock.advance(70)
        assert refused(desk.ask()) == (429, "rate_limited")
    desk.town.clock.advance(41)
    assert desk.ask().status_code == 200, "asking meanwhile costs nothing"


def test_codes_asked_for_while_the_clock_was_a_day_ahead_lock_nobody_out(desk: Desk) -> None:
    right_s = desk.town.clock.wall_s()
    desk.town.clock = FakeClock(right_s + 24 * 3600)
    desk.town.restart()
    for _ in range(MOST_OF_MACHINE):
        assert desk.ask().status_code == 200
    desk.town.clock = FakeClock(right_s)
    desk.town.restart()
    assert desk.ask().status_code == 200


def test_an_operator_gets_only_so_many_codes_in_ten_minutes(desk: Desk) -> None:
    for n in range(MOST_OF_OPERATOR):
        assert refused(desk.ask(number=f"NONE-{n}")) == (404, "machine_unknown")
    assert refused(desk.ask()) == (429, "rate_limited")
    assert desk.ask(token=desk.enrol("wang-fang")).status_code == 200, "another operator is free to help"


def test_strangers_cannot_keep_operators_from_unlocking(desk: Desk) -> None:
    for _ in range(MOST_OF_MACHINE + 1):
        assert refused(desk.ask(token="nobody")) == (401, "operator_unknown")
    assert desk.ask().status_code == 200


def test_a_flood_is_refused_and_not_even_written_down(desk: Desk) -> None:
    codes = [refused(desk.ask(token="nobody"))[1] for _ in range(MOST_OF_SOURCE + 5)]
    assert codes == ["operator_unknown"] * MOST_OF_SOURCE + ["rate_limited"] * 5
    assert len(desk.audit()) == MOST_OF_SOURCE


def test_every_answer_and_every_refusal_is_in_the_audit(desk: Desk) -> None:
    desk.ask()
    desk.ask(token="nobody")
    desk.ask(number="LFL-999-09")
    for _ in range(MOST_OF_MACHINE):
        desk.ask()
    assert desk.audit() == [
        ("", MACHINE, "unlock_code", "operator_unknown"),
        *[("li-wei", MACHINE, "unlock_code", "answered")] * MOST_OF_MACHINE,
        ("li-wei", MACHINE, "unlock_code", "rate_limited"),
        ("li-wei", "LFL-999-09", "unlock_code", "machine_unknown"),
    ]


def test_enrolling_again_replaces_and_is_in_the_audit(desk: Desk) -> None:
    desk.enrol_machine(MACHINE, OTHER_KEY)
    assert desk.ask().json() == {"code": unlock_code(OTHER_KEY, MACHINE, CHALLENGE)}
    lines = [line for line in desk.audit("enrol_machine") if line[1] == MACHINE]
    assert lines == [
        (operators.COMMAND_LINE, MACHINE, "enrol_machine", "enrolled"),
        (operators.COMMAND_LINE, MACHINE, "enrol_machine", "replaced"),
    ]


@pytest.mark.parametrize(
    "change", [update(operator_audit).values(verdict="answered"), delete(operator_audit)]
)
def test_no_line_of_the_audit_is_changed_or_removed(desk: Desk, change: Any) -> None:
    desk.ask(token="nobody")
    before = desk.audit()
    with pytest.raises(DBAPIError, match="never"):
        desk.town.gateway.parts.database.write(lambda connection: connection.execute(change))
    assert desk.audit() == before


def test_keys_codes_and_tokens_are_in_no_log_and_no_file(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = desk.ask().json()["code"]
    desk.ask(token="li-wei." + "A" * 43)
    secret = desk.token.partition(".")[2]
    stored = desk.town.stored()
    assert [each for each in (code, secret) if each.encode() in stored] == []
    told = caplog.text
    assert [each for each in (code, secret, KEY.hex(), CHALLENGE) if each in told] == []


def test_the_openapi_document_says_how_to_ask(town: Town) -> None:
    document = town.http.get("/schema/openapi.json").json()
    asked = document["paths"]["/v1/operator/machines/{number}/unlock-code"]["post"]
    assert asked["security"] == [{"operator": []}]
    assert document["components"]["securitySchemes"]["operator"]["scheme"] == "bearer"
    assert {"200", "400", "401", "404", "413", "415", "429"} <= set(asked["responses"])
    assert not [path for path in document["paths"] if path.startswith("/operator/")], "pages are for people"
