"""Day sheets over HTTP: what the gateway has of a kiosk's day, beside what the kiosk told of it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kiosk.gateway.sql.schema_day_sheet import told_day
from kiosk.payment.day import day_of
from kiosk.payment.day_totals import NO_TOTALS, DayTotals, MethodTotals, NoteTotals, Tally
from kiosk.runtime.clock import FakeClock
from kiosk.wire.day_sheet import DaySheetAnswer
from kiosk.wire.payments import PaymentAnswer

from .cash_desk import Slot
from .place import Place
from .signed_kiosk import SignedKiosk
from .town import Town, new_id, refused

TODAY = "2026-11-21"
SHEET = f"/v1/kiosks/kiosk-1/days/{TODAY}"
TELL = "/v1/kiosks/kiosk-1/day-totals"
APPROVES, LATE, DECLINES = "134567890123450000", "134567890123450005", "281234567890120002"
ALIPAY_APPROVES = "281234567890120000"


def tallied(*payments: PaymentAnswer) -> Tally:
    return Tally(len(payments), sum(payment.amount_fen for payment in payments))


def read(answer: httpx.Response) -> DaySheetAnswer:
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=DaySheetAnswer)


def sheet(town: Town, day: str = TODAY) -> DaySheetAnswer:
    return read(town.http.get(f"/v1/kiosks/kiosk-1/days/{day}"))


def word(totals: DayTotals = NO_TOTALS, **more: Any) -> dict[str, Any]:
    return {"date": TODAY, "totals": msgspec.to_builtins(totals)} | more


def with_codes(settled: Tally, **more: Tally) -> DayTotals:
    return DayTotals((MethodTotals("phone_code", settled, **more), *NO_TOTALS.methods[1:]))


def tell(town: Town, totals: DayTotals, **more: Any) -> None:
    answer = town.post(TELL, word(totals, **more))
    assert answer.status_code == 200, answer.text


def near(payment: PaymentAnswer, day: str) -> dict[str, Any]:
    return {
        "payment_id": payment.payment_id,
        "method": "phone_code",
        "fen": payment.amount_fen,
        "date": day,
    }


def test_the_gateways_side_tells_what_became_of_every_payment(town: Town) -> None:
    bills = town.household_bills()
    declined = town.pay(DECLINES, bills[:1])
    settled = town.pay(APPROVES, bills[:1])
    late = town.pay(LATE, bills[1:2])
    assert town.after(1200, late.payment_id).outcome == "not_charged"
    open_ = town.submit(town.request(bills[2:3], None))
    assert open_.outcome == "card_expected"
    found = sheet(town)
    codes, cards, *_ = found.gateway.methods
    assert codes == MethodTotals(
        "phone_code", tallied(settled), tallied(declined), Tally(), given_back=tallied(late)
    )
    assert cards == MethodTotals("bank_card", open=tallied(open_))
    assert found.machine is None, "the kiosk has told nothing yet"


def test_cash_is_counted_by_what_went_in_and_its_notes_by_value(town: Town) -> None:
    slot = Slot(town)
    slot.put_in(10_000, 10_000, 5_000)
    assert sheet(town).gateway.of("cash").open == Tally(1, 25_000)
    assert sheet(town).gateway.notes == (NoteTotals(5_000, open=1), NoteTotals(10_000, open=2))
    slot.close()
    town.post(
        "/v1/kiosks/kiosk-1/found-notes", {"note_id": "f1", "value_fen": 0, "found_at": f"{TODAY}T09:00:00Z"}
    )
    found = sheet(town).gateway
    assert found.of("cash").settled == Tally(1, 25_000)
    assert found.notes == (NoteTotals(0, found=1), NoteTotals(5_000, paid=1), NoteTotals(10_000, paid=2))


def test_a_kiosk_that_agrees_is_told_so_and_one_that_does_not_too(town: Town) -> None:
    paid = town.pay(APPROVES)
    tell(town, with_codes(tallied(paid)))
    machine = sheet(town).machine
    assert machine is not None
    assert (machine.verdict, machine.whole) == ("agrees", True)
    tell(town, with_codes(Tally(2, 999)))
    again = sheet(town).machine
    assert again is not None
    assert again.verdict == "differs", "the later word counts"
    assert again.lines[0].differs_by == (1, 999 - paid.amount_fen)
    assert town.count(told_day) == 1


def test_a_word_of_half_a_journal_does_not_replace_a_whole_one(town: Town) -> None:
    tell(town, with_codes(Tally(1, 100)), whole=False)
    tell(town, with_codes(Tally(2, 200)))
    tell(town, with_codes(Tally(1, 100)), whole=False)
    machine = sheet(town).machine
    assert machine is not None
    assert (machine.whole, machine.totals.settled) == (True, Tally(2, 200))


def test_a_payment_around_midnight_is_no_difference(place: Place) -> None:
    """The machine had it at 23:59:50, the gateway charged it ten seconds into the next day; and the other
    way round."""
    midnight_s = day_of(date(2026, 11, 22)).from_ms / 1000
    clock = FakeClock(wall_s=midnight_s - 10)
    town = Town(place, clock)
    bills = town.household_bills()
    early = town.pay(APPROVES, bills[:1])
    clock.advance(20)
    late = town.pay(ALIPAY_APPROVES, bills[1:2])
    names = [near(early, "2026-11-22"), near(late, TODAY)]
    for day, counted in ((TODAY, late), ("2026-11-22", early)):
        tell(town, with_codes(tallied(counted)), near_midnight=names, date=day)
        machine = sheet(town, day).machine
        assert machine is not None
        assert machine.verdict == "midnight"
        line = machine.lines[0]
        other = early if counted is late else late
        assert (line.machine_midnight, line.gateway_midnight) == (tallied(counted), tallied(other))
    tell(town, with_codes(tallied(late)), near_midnight=[near(late, TODAY)])
    machine = sheet(town).machine
    assert machine is not None
    assert machine.verdict == "differs", "what the kiosk did not name is not around midnight for it"
    town.close()


def test_a_kiosk_cannot_explain_a_difference_with_payments_that_are_not_its_own(town: Town) -> None:
    clock = town.clock
    clock.advance(day_of(date(2026, 11, 21)).to_ms / 1000 - clock.wall_s() + 5)
    bills = town.household_bills()
    others = town.submit(town.request(bills[:1], APPROVES, kiosk_id="kiosk-2"))
    unknown = msgspec.structs.replace(others, payment_id=new_id())
    for named in (others, unknown):
        tell(town, with_codes(tallied(named)), near_midnight=[near(named, TODAY)])
        machine = sheet(town).machine
        assert machine is not None
        assert machine.verdict == "differs"


def test_a_payment_of_another_sum_on_the_other_side_is_a_difference(town: Town) -> None:
    clock = town.clock
    clock.advance(day_of(date(2026, 11, 21)).to_ms / 1000 - clock.wall_s() + 5)
    paid = town.pay(APPROVES, town.household_bills()[:1])
    wrong = msgspec.structs.replace(paid, amount_fen=paid.amount_fen + 1)
    tell(town, with_codes(tallied(wrong)), near_midnight=[near(wrong, TODAY)])
    machine = sheet(town).machine
    assert machine is not None
    assert machine.verdict == "differs"


def test_the_sums_must_be_the_same_whoever_counts_the_payment_to_the_day(place: Place) -> None:
    town = Town(place, FakeClock(wall_s=day_of(date(2026, 11, 22)).from_ms / 1000 - 10))
    paid = town.pay(APPROVES, town.household_bills()[:1])
    wrong = msgspec.structs.replace(paid, amount_fen=paid.amount_fen + 1)
    for named, verdict in ((wrong, "differs"), (paid, "midnight")):
        tell(town, NO_TOTALS, near_midnight=[near(named, "2026-11-22")])
        machine = sheet(town).machine
        assert machine is not None
        assert machine.verdict == verdict
    town.close()


def test_a_payment_belongs_to_the_day_it_was_charged_on_not_the_one_it_was_begun_on(place: Place) -> None:
    clock = FakeClock(wall_s=day_of(date(2026, 11, 22)).from_ms / 1000 - 60)
    town = Town(place, clock)
    slot = Slot(town)
    slot.put_in(10_000, 10_000, 5_000)
    assert sheet(town).gateway.of("cash").open == Tally(1, 25_000)
    clock.advance(120)
    slot.close()
    assert sheet(town).gateway == NO_TOTALS
    found = sheet(town, "2026-11-22").gateway
    assert found.of("cash").settled == Tally(1, 25_000)
    assert found.notes == (NoteTotals(5_000, paid=1), NoteTotals(10_000, paid=2))
    town.close()


def test_another_kiosks_payments_are_not_on_the_sheet(town: Town) -> None:
    town.submit(town.request(town.household_bills(), APPROVES, kiosk_id="kiosk-2"))
    assert sheet(town).gateway == NO_TOTALS


def test_the_day_turns_at_midnight_in_china(place: Place) -> None:
    clock = FakeClock(wall_s=day_of(date(2026, 11, 22)).from_ms / 1000 - 1)
    town = Town(place, clock)
    bills = town.household_bills()
    before = town.pay(APPROVES, bills[:1])
    clock.advance(1)
    after = town.pay(ALIPAY_APPROVES, bills[1:2])
    assert sheet(town).gateway.of("phone_code").settled == tallied(before)
    assert sheet(town, "2026-11-22").gateway.of("phone_code").settled == tallied(after)
    town.close()


def test_a_payment_stays_on_the_day_it_was_charged_on_however_late_it_ends(place: Place) -> None:
    """Charged at 23:59:59 and posted only after the pause of its biller, a day later."""
    clock = FakeClock(wall_s=day_of(date(2026, 11, 22)).from_ms / 1000 - 1)
    town = Town(place, clock)
    paid = town.pay(APPROVES, town.household_bills()[:1])
    town.after(3 * 86_400, paid.payment_id)
    assert sheet(town).gateway.of("phone_code").settled == tallied(paid)
    town.close()


def test_what_is_no_day_is_refused(town: Town) -> None:
    for day in ("2026-11-31", "2026-02-30", "yesterday", "2026-11-2", "20261121", "1999-01-01"):
        assert refused(town.http.get(f"/v1/kiosks/kiosk-1/days/{day}")) == (400, "malformed")
    assert refused(town.http.get("/v1/kiosks/kiosk-1/days/2026-11-22")) == (422, "day_not_come")
    assert refused(town.http.get("/v1/kiosks/kiosk%201/days/2026-11-21"))[0] in (400, 404)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"date": "2026-11-22"}, (422, "day_not_come")),
        ({"date": "2026-11-31"}, (400, "malformed")),
        ({"date": None}, (400, "malformed")),
        ({"totals": {"methods": []}}, (400, "malformed")),
        ({"totals": msgspec.to_builtins(DayTotals(NO_TOTALS.methods[:1] * 3))}, (400, "malformed")),
        ({"totals": msgspec.to_builtins(DayTotals(NO_TOTALS.methods[::-1]))}, (400, "malformed")),
        (
            {"totals": msgspec.to_builtins(DayTotals(NO_TOTALS.methods, (NoteTotals(500), NoteTotals(500))))},
            (400, "malformed"),
        ),
        ({"totals": msgspec.to_builtins(with_codes(Tally(-1, 5)))}, (400, "malformed")),
        ({"totals": msgspec.to_builtins(with_codes(Tally(1, 10**13)))}, (400, "malformed")),
        ({"holder": "somebody"}, (400, "malformed")),
        (
            {"near_midnight": [{"payment_id": "x", "method": "cash", "fen": 1, "date": TODAY}]},
            (400, "malformed"),
        ),
        (
            {"near_midnight": [{"payment_id": new_id(), "method": "cash", "fen": 1, "date": "2026-11-31"}]},
            (400, "malformed"),
        ),
    ],
)
def test_nonsense_is_refused_and_leaves_no_trace(
    quiet_town: Town, changed: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert refused(quiet_town.post(TELL, word() | changed)) == expected
    assert quiet_town.count(told_day) == 0


def test_days_long_past_have_sheets_too(quiet_town: Town) -> None:
    day = (date(2026, 11, 21) - timedelta(days=400)).isoformat()
    assert sheet(quiet_town, day).gateway == NO_TOTALS


def test_a_kiosk_tells_and_asks_of_itself_alone(tmp_path: Path) -> None:
    town = Town(Place.file(tmp_path), FakeClock())
    kiosk = SignedKiosk(town)
    town.restart_as(demonstration=False)
    assert kiosk.post(TELL, word()).status_code == 200
    assert read(kiosk.get(SHEET)).machine is not None
    assert refused(kiosk.get(f"/v1/kiosks/kiosk-2/days/{TODAY}")) == (403, "kiosk_wrong")
    assert refused(kiosk.post("/v1/kiosks/kiosk-2/day-totals", word())) == (403, "kiosk_wrong")
    assert refused(town.http.get(SHEET)) == (401, "signature_wrong")
    assert refused(town.post(TELL, word())) == (401, "signature_wrong")
    assert town.count(told_day) == 1
    town.close()
