"""Payments at the operator's page: found by any of their numbers, listed once each, shown whole."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, insert, select, update

from kiosk.gateway.http.operator.payment_pages import PAGE
from kiosk.gateway.sql.schema import outbox, payment
from kiosk.gateway.sql.schema_loads import load, load_outbox
from kiosk.gateway.trust.staff import Role
from tests.gateway.against_document import APPROVES as CODE
from tests.gateway.card_loads_desk import Card, Company, Reader, surround_with
from tests.gateway.cash_desk import Slot, bills_of, found
from tests.gateway.loads_desk import OFFLINE, ONLINE, buy, drive, load_of, order
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


def test_a_payment_is_found_by_the_number_its_provider_has_for_it(room_anywhere: StaffRoom) -> None:
    town, anna = room_anywhere.town, room_anywhere.signed_in("anna", Role.VIEWER)
    payment_id, _ = paid(town)
    stored = town.gateway.parts.store.load(payment_id)
    assert stored is not None
    serial = stored.payment.provider_no
    assert looks_for(anna, f" {serial} ") == f"/operator/payments/{payment_id}"
    other = town.cancel("00000000-0000-4000-8000-000000000001").payment_id
    alike = update(payment).values(provider_no=serial)
    town.gateway.parts.database.write(lambda at: at.execute(alike).rowcount)
    answer = anna.get(f"/operator/payments/search?serial={serial}")
    assert (answer.status_code, set(listed(answer.text))) == (200, {payment_id, other})
    assert "Several payments" in said(answer)


def test_a_case_is_found_by_its_number(room: StaffRoom) -> None:
    number = found(room.town, "n-1", 5_000).json()["case_no"]
    assert looks_for(room.signed_in("anna", Role.VIEWER), number) == f"/operator/cases/{number}"


def test_a_number_that_is_nowhere_is_said(room: StaffRoom) -> None:
    answer = room.signed_in("anna", Role.VIEWER).get("/operator/payments/search?serial=26112100000009")
    assert (answer.status_code, "26112100000009" in said(answer)) == (404, True)


@pytest.mark.parametrize(
    "asked", ["payments/search?serial=26%00", "payments?kiosk=a%00", "requests?number=1%00"]
)
def test_signs_that_no_number_has_are_refused_in_words(room_anywhere: StaffRoom, asked: str) -> None:
    answer = room_anywhere.signed_in("anna", Role.VIEWER).get(f"/operator/{asked}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")


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


WAITS = {"en": "waits for its card", "zh": "等插卡"}
DIGITS = {"en": "digits given", "zh": "已给充值码"}
GOOD_PAYMENT = re.compile(r'<span class="pill is-good">(posted|已缴清|已销账)</span>')


def pulled_card(town: Town) -> str:
    """The payment of a load whose card was pulled before anything was written."""
    surround_with(town, Company())
    card = Card()
    end = Reader(town, card).session("read").end
    assert end is not None
    assert end.meter is not None
    payment_id = town.submit(order(end.meter)).payment_id
    Reader(town, card, pulled_at=1).session("write", load_of(town, payment_id).load_id)
    return payment_id


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_load_that_waits_for_its_card_is_told_in_the_place_of_done(room: StaffRoom, language: str) -> None:
    payment_id = pulled_card(room.town)
    anna = room.signed_in("anna", Role.VIEWER)
    for place in (f"/operator/payments/{payment_id}", "/operator/payments", "/operator/loads"):
        page = anna.get(f"{place}?lang={language}").text
        assert f'<span class="pill is-attention">{WAITS[language]}</span>' in page
        assert not GOOD_PAYMENT.search(page)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            ["Paid · waits for its card", "Card was put in to be written · being written", "Writing ended"],
        ),
        ("zh", ["已收款 · 等插卡", "开始写卡 · 正在写卡", "写卡结束 · 等插卡"]),
    ],
)
def test_a_load_has_its_own_timeline_and_the_kiosk_its_card_was_in(
    room: StaffRoom, language: str, told: list[str]
) -> None:
    payment_id = pulled_card(room.town)
    page = room.signed_in("anna", Role.VIEWER).get(f"/operator/payments/{payment_id}?lang={language}").text
    words = re.sub(r"<[^>]+>", "", page)
    assert [words.find(each) for each in told] == sorted(words.find(each) for each in told)
    assert all(each in words for each in told)
    assert re.search(r'<td class="when">2026-11-21 [0-9:]{8}</td><td>kiosk-1</td>', page)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_digits_are_told_of_and_never_shown(room: StaffRoom, language: str) -> None:
    town = room.town
    payment_id = buy(town, OFFLINE)
    drive(town, 120)
    token = load_of(town, payment_id).token
    assert token is not None
    page = (
        room.signed_in("anna", Role.SUPERVISOR).get(f"/operator/payments/{payment_id}?lang={language}").text
    )
    assert f'<span class="pill is-good">{DIGITS[language]}</span>' in page
    assert GOOD_PAYMENT.search(page)
    assert token not in re.sub(r"[^0-9<]", "", page)


def test_loads_that_wait_are_counted_and_each_listed_once_until_it_is_there(room: StaffRoom) -> None:
    town, anna = room.town, room.signed_in("anna", Role.VIEWER)
    assert '<span class="figure">0</span><a href="/operator/loads">' in anna.get("/operator").text
    payment_id = buy(town, ONLINE)
    assert '<span class="figure">1</span><a href="/operator/loads">' in anna.get("/operator").text
    assert loads_listed(anna.get("/operator/loads").text) == [payment_id]
    drive(town, 60)
    assert load_of(town, payment_id).state == "loaded"
    assert loads_listed(anna.get("/operator/loads").text) == []
    assert GOOD_PAYMENT.search(anna.get(f"/operator/payments/{payment_id}").text)


def test_everything_under_way_and_every_load_is_reached_page_by_page(room_anywhere: StaffRoom) -> None:
    town, anna = room_anywhere.town, room_anywhere.signed_in("anna", Role.VIEWER)
    payment_id = pulled_card(town)
    made = copies(town, payment_id, PAGE + 7)
    under_way = turned(anna, "/operator/payments?show=open", listed)
    assert under_way == sorted(made, reverse=True)
    waiting = turned(anna, "/operator/loads", loads_listed)
    assert (len(waiting), set(waiting)) == (len(made) + 1, {payment_id, *made})
    assert (
        '<span class="figure">57</span><a href="/operator/payments?show=open">' in anna.get("/operator").text
    )


def turned(person: Person, path: str, of_page: Callable[[str], list[str]]) -> list[str]:
    """What stands on all the pages, as they are turned from the first."""
    seen = list[str]()
    while path:
        page = person.get(path).text
        seen += of_page(page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    return seen


def copies(town: Town, payment_id: str, number: int) -> list[str]:
    """So many more like it, of one moment, all under way and with a load that waits; their ids."""
    ids = [f"00000000-0000-4000-8000-{n:012d}" for n in range(number)]

    def copied(connection: Connection) -> None:
        for table, key, keys in (
            (payment, "payment_id", {}),
            (load, "load_id", {"refund_no": "r"}),
        ):
            like = connection.execute(select(table).where(table.c.payment_id == payment_id)).mappings().one()
            rows = [
                dict(like)
                | {name: f"{stem}{each}" for name, stem in keys.items()}
                | {"payment_id": each, key: each}
                for each in ids
            ]
            connection.execute(insert(table), rows)
        owed = {"due_ms": None, "lease_owner": None, "lease_until_ms": 0}
        connection.execute(insert(outbox), [owed | {"payment_id": each, "tries": 0} for each in ids])
        connection.execute(insert(load_outbox), [owed | {"load_id": each} for each in ids])

    town.gateway.parts.database.write(copied)
    return ids


def loads_listed(page: str) -> list[str]:
    return re.findall(r'href="/operator/payments/([0-9a-f-]{36})#loads"', page)


def test_what_is_under_way_is_listed_until_it_ends(room: StaffRoom) -> None:
    town, anna = room.town, room.signed_in("anna", Role.VIEWER)
    slot = Slot(town, bills_of(town, "gas"))
    slot.put_in(2_000)
    assert listed(anna.get("/operator/payments?show=open").text) == [slot.payment_id]
    slot.close()
    assert listed(anna.get("/operator/payments?show=open").text) == []
