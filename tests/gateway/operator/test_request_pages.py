"""Residents' requests at the operator's page: read by clerks on record, answered once, wiped afterwards."""

import pytest

from kiosk.gateway.trust.sessions import IDLE_MS
from kiosk.gateway.trust.staff import Role
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said
from tests.gateway.request_desk import MANY, PHONE, REPAIR, ZHANG, Desk, number_of, with_field

JPEG = b"\xff\xd8\xff\xe0" + bytes(2_000)


def repair(room: StaffRoom) -> str:
    return number_of(Desk(room.town, REPAIR, ZHANG).send_whole())


def does(person: Person, number: str, act: str, **form: str) -> str:
    """Where it leads to, or what is said."""
    answer = person.post(f"/operator/requests/{number}/{act}", form)
    return goes_to(answer) if answer.status_code == 303 else f"{answer.status_code} {said(answer)}"


def test_the_list_has_no_word_of_anybodys_and_one_is_read_on_record(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    number = repair(room)
    anna = room.signed_in("anna", Role.CLERK)
    listed = anna.get("/operator/requests").text
    assert (number in listed, PHONE in listed) == (True, False)
    page = anna.get(f"/operator/requests/{number}").text
    assert PHONE in page
    assert ZHANG not in page
    assert room.audit("request_read") == [("anna", "request_read", number, "done")]


def test_a_viewer_sees_that_there_is_one_and_reads_nothing(room: StaffRoom) -> None:
    number, cleo = repair(room), room.signed_in("cleo", Role.VIEWER)
    listed = cleo.get("/operator/requests").text
    assert (number in listed, f"/operator/requests/{number}" in listed) == (True, False)
    for path in (f"/operator/requests/{number}", f"/operator/requests/{number}/papers/proof"):
        answer = cleo.get(path)
        assert (answer.status_code, PHONE in answer.text) == (403, False)
    assert does(cleo, number, "take_up").startswith("403 Your role may not")
    assert {verdict for *_, verdict in room.audit("request_read", "request_paper", "request_take_up")} == {
        "not_yours"
    }


def test_a_request_is_answered_once_and_then_shown_as_it_is(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    number = repair(room)
    anna, bert = (room.signed_in(name, Role.CLERK) for name in ("anna", "bert"))
    assert does(anna, number, "answer", reply="Soon.").startswith("409 A colleague has changed this")
    assert does(anna, number, "take_up") == f"/operator/requests/{number}?done=take_up"
    assert does(anna, number, "answer", reply="Mended.\r\nThank you.").endswith("?done=answer")
    assert does(bert, number, "answer", reply="Mended too.").startswith("409 This has been closed meanwhile")
    page = bert.get(f"/operator/requests/{number}").text
    assert ("Mended.\nThank you." in page, "Mended too" in page) == (True, False)
    assert room.audit("request_answer") == [
        ("anna", "request_answer", number, "done"),
        ("anna", "request_answer", number, "record_changed"),
        ("bert", "request_answer", number, "record_closed"),
    ]


def test_of_which_utility_it_is_stands_with_it(room: StaffRoom) -> None:
    number, anna = repair(room), room.signed_in("anna", Role.CLERK)
    assert "<dt>Utility</dt><dd>water</dd>" in anna.get(f"/operator/requests/{number}").text


def test_whose_it_is_is_read_by_clerks_alone_and_in_words(room: StaffRoom) -> None:
    said = with_field(with_field(MANY, "person_name", "张秀英"), "id_number", ZHANG)
    number = number_of(Desk(room.town, said, ZHANG).send_whole())
    page = room.signed_in("anna", Role.CLERK).get(f"/operator/requests/{number}").text
    assert f"<dt>identity number of who asks</dt><dd>{ZHANG}</dd>" in page
    assert "<dt>name of who asks</dt><dd>张秀英</dd>" in page
    assert ZHANG not in room.signed_in("cleo", Role.VIEWER).get("/operator/requests").text


def test_a_request_is_found_by_the_number_of_its_slip_in_whatever_state(room: StaffRoom) -> None:
    desk = Desk(room.town, REPAIR, ZHANG)
    number, other = number_of(desk.send_whole()), repair(room)
    desk.withdrawn()
    cleo = room.signed_in("cleo", Role.VIEWER)
    assert number not in cleo.get("/operator/requests").text
    page = cleo.get(f"/operator/requests?number={number[:6]}%20{number[6:]}").text
    assert (number in page, other in page) == (True, False)
    missed = cleo.get("/operator/requests?number=26112100000009")
    assert (missed.status_code, other in missed.text) == (404, False)
    assert "There is no request with the number 26112100000009" in missed.text


@pytest.mark.parametrize(
    ("act", "form", "status"),
    [
        ("answer", {"reply": "   "}, 400),
        ("answer", {"reply": "x" * 601}, 400),
        ("defer", {"until": "2026-11-20"}, 400),
        ("defer", {"until": "never"}, 400),
        ("defer", {}, 400),
        ("transfer", {"company": "Gas & Co <b>"}, 400),
        ("magic", {}, 400),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    room: StaffRoom, act: str, form: dict[str, str], status: int
) -> None:
    number, anna = repair(room), room.signed_in("anna", Role.CLERK)
    does(anna, number, "take_up")
    told = does(anna, number, act, **form)
    assert (told[:3], "nothing was done" in told) == (str(status), True)
    assert "taken up" in anna.get(f"/operator/requests/{number}").text


def test_it_is_deferred_given_back_and_handed_over(room: StaffRoom) -> None:
    number, anna = repair(room), room.signed_in("anna", Role.CLERK)
    steps = [("take_up", {}), ("give_back", {}), ("take_up", {}), ("defer", {"until": "2026-12-01"})]
    for act, form in [*steps, ("transfer", {"company": "Gas-City"})]:
        assert does(anna, number, act, **form) == f"/operator/requests/{number}?done={act}"
    page = anna.get("/operator/requests?state=transferred").text
    assert (number in page, "gas-city" in page) == (True, True)


def test_a_paper_is_shown_as_the_picture_it_is_and_wiped_after_the_answer(room: StaffRoom) -> None:
    desk = Desk(room.town, MANY, ZHANG)
    desk.saved()
    number = desk.sent(desk.document("household_register", JPEG)).json()["number"]
    anna, place = room.signed_in("anna", Role.CLERK), f"/operator/requests/{number}/papers/household_register"
    shown = anna.get(place)
    assert (shown.content, shown.headers["content-type"]) == (JPEG, "image/jpeg")
    assert shown.headers["cache-control"] == "no-store"
    does(anna, number, "take_up")
    does(anna, number, "answer", reply="Granted.")
    assert anna.get(place).status_code == 404
    assert anna.get(f"/operator/requests/{number}/papers/nothing").status_code == 404


def test_every_page_of_a_paper_is_told_and_shown(room: StaffRoom) -> None:
    desk = Desk(room.town, MANY, ZHANG)
    desk.saved()
    pages = [
        desk.document(name, JPEG + name.encode()) for name in ("household_register", "household_register.2")
    ]
    number = desk.sent(*pages).json()["number"]
    anna, place = room.signed_in("anna", Role.CLERK), f"/operator/requests/{number}"
    assert "household register 2</a>" in anna.get(place).text
    assert anna.get(f"{place}/papers/household_register.2").content == JPEG + b"household_register.2"
    assert anna.get(f"{place}/papers/household_register.0").status_code in {400, 404}


def test_what_is_no_picture_is_never_shown(room: StaffRoom) -> None:
    desk = Desk(room.town, MANY, ZHANG)
    desk.saved()
    number = desk.sent(desk.document("household_register", b"<html><script>")).json()["number"]
    answer = room.signed_in("anna", Role.CLERK).get(f"/operator/requests/{number}/papers/household_register")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_reply_typed_after_the_session_ended_is_not_sent(room: StaffRoom) -> None:
    number, anna = repair(room), room.signed_in("anna", Role.CLERK)
    does(anna, number, "take_up")
    token = anna.form_token()
    room.town.clock.advance(IDLE_MS / 1000)
    answer = anna.post_alone(f"/operator/requests/{number}/answer", {"form_token": token, "reply": "Done."})
    assert answer.status_code == 401
    assert room.audit("request_answer") == []
