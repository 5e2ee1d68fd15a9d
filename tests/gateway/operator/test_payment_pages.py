"""Payments at the operator's page: found by any of their numbers, listed once each, shown whole."""

import re

from kiosk.gateway.http.operator.payment_pages import PAGE
from kiosk.gateway.trust.staff import Role
from tests.gateway.against_document import APPROVES as CODE
from tests.gateway.cash_desk import Slot, bills_of, found
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said
from tests.gateway.town import ID_NUMBER, Town


def paid(town: Town) -> tuple[str, str]:
    """Id and receipt number of a payment that is settled."""
    answer = town.pay(CODE)
    told = town.after(60, answer.payment_id)
    assert told.receipt_no is not None
    return told.payment_id, told.receipt_no


def listed(page: str) -> list[str]:
    return re.findall(r'<td class="when"><a href="/operator/payments/([0-9a-f-]{36})"', page)


def looks_for(person: Person, serial: str) -> str:
    return goes_to(person.get(f"/operator/payments/search?serial={serial}"))


def test_a_payment_is_found_by_any_of_its_numbers(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    payment_id, receipt_no = paid(room.town)
    stored = room.town.gateway.parts.store.load(payment_id)
    assert stored is not None
    leg, anna = stored.payment.legs[0], room.signed_in("anna", Role.VIEWER)
    serials = [receipt_no, f"{receipt_no[:6]} {receipt_no[6:]}", payment_id, payment_id.upper()]
    for serial in (*serials, leg.posting_ref, leg.refund_no):
        assert looks_for(anna, serial) == f"/operator/payments/{payment_id}"


def test_a_case_is_found_by_its_number(room: StaffRoom) -> None:
    number = found(room.town, "n-1", 5_000).json()["case_no"]
    assert looks_for(room.signed_in("anna", Role.VIEWER), number) == f"/operator/cases/{number}"


def test_a_number_that_is_nowhere_is_said(room: StaffRoom) -> None:
    answer = room.signed_in("anna", Role.VIEWER).get("/operator/payments/search?serial=26112100000009")
    assert (answer.status_code, "26112100000009" in said(answer)) == (404, True)


def test_a_payment_is_shown_with_its_timeline_its_bookings_and_no_more_than_masks(room: StaffRoom) -> None:
    payment_id, receipt_no = paid(room.town)
    page = room.signed_in("anna", Role.VIEWER).get(f"/operator/payments/{payment_id}").text
    for word in (receipt_no, "Request taken in", "Biller answered", "posted", "clearing:", "suspense"):
        assert word in page
    assert CODE not in page
    assert ID_NUMBER not in page


def test_notes_and_vouchers_of_cash_are_shown_with_the_way_to_their_case(room: StaffRoom) -> None:
    slot = Slot(room.town, bills_of(room.town, "gas"))
    slot.put_in(2_000)
    number = slot.close().legs[1].voucher_no
    page = room.signed_in("anna", Role.VIEWER).get(f"/operator/payments/{slot.payment_id}").text
    assert f'href="/operator/cases/{number}"' in page
    assert "this payment, counted" in page


def test_the_list_goes_through_every_payment_once_the_newest_first(room_anywhere: StaffRoom) -> None:
    town = room_anywhere.town
    made = []
    for n in range(PAGE + 7):
        made.append(town.cancel(f"00000000-0000-4000-8000-{n:012d}").payment_id)
        if n % 5 == 0:
            town.clock.advance(1)
    anna, path, seen = room_anywhere.signed_in("anna", Role.VIEWER), "/operator/payments", list[str]()
    while path:
        page = anna.get(path).text
        seen += listed(page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert seen[0] == made[-1]
    assert (len(seen), set(seen)) == (len(made), set(made))


def test_a_day_and_a_kiosk_are_shown_alone(room_anywhere: StaffRoom) -> None:
    town, anna = room_anywhere.town, room_anywhere.signed_in("anna", Role.VIEWER)
    payment_id = town.pay(CODE).payment_id
    buried = town.cancel("00000000-0000-4000-8000-000000000001").payment_id
    assert set(listed(anna.get("/operator/payments").text)) == {payment_id, buried}
    assert listed(anna.get("/operator/payments?kiosk=kiosk-1").text) == [payment_id]
    assert listed(anna.get("/operator/payments?kiosk=kiosk-2").text) == []
    assert listed(anna.get("/operator/payments?day=2026-11-21&kiosk=kiosk-1").text) == [payment_id]
    assert listed(anna.get("/operator/payments?day=2026-11-20").text) == []
    assert listed(anna.get("/operator/payments?day=2026-11-20&kiosk=kiosk-1").text) == []


def test_what_is_under_way_is_listed_until_it_ends(room: StaffRoom) -> None:
    town, anna = room.town, room.signed_in("anna", Role.VIEWER)
    slot = Slot(town, bills_of(town, "gas"))
    slot.put_in(2_000)
    assert listed(anna.get("/operator/payments?show=open").text) == [slot.payment_id]
    slot.close()
    assert listed(anna.get("/operator/payments?show=open").text) == []
