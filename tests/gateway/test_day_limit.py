"""What a biller takes for one account in a day: counted over all kiosks, refused before money."""

import concurrent.futures
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from kiosk.gateway.demonstration import world
from kiosk.gateway.parties.biller_rules import BillersFileWrong, billers_with
from kiosk.gateway.sql.schema_day_limit import account_day
from kiosk.runtime.clock import FakeClock

from .cash_desk import Slot, at_rest
from .place import Place
from .test_posting import alter_billers, rejects, silent
from .town import SETTINGS, Bills, Town

BILLERS = """
[[billers]]
biller_id = "steam-harbour"
utility = "steam"
name = "Harbour Steam"
number = { length = 6, prefix = "8", weights = [1], modulus = 1 }
codes = ["STEAM:(?P<account>8[0-9]{5})"]
on_account = { least_fen = 1 }
limits = { most_fen_a_day = 30_000 }
look_ups = { fresh_s = 0 }
"""
HOUSEHOLDS = """
[[households]]
holder = "Demo Resident"
id_number = "310108194002290097"
street = "S"
lane = 1
building = 1
room = "1"

[[households.accounts]]
biller_id = "steam-harbour"
number = "800004"
bills = [
  { from = "2026-08", to = "2026-08", usage = "2", due_fen = 20_000 },
  { from = "2026-09", to = "2026-09", usage = "3", due_fen = 15_000 },
  { from = "2026-10", to = "2026-10", usage = "4", due_fen = 30_001 },
  { from = "2026-11", to = "2026-11", usage = "4", due_fen = 10_000 },
]
"""
DAY_S = 86_400


@pytest.fixture
def harbour(place: Place, clock: FakeClock, tmp_path: Path) -> Iterator[Town]:
    own = tmp_path / "own.toml"
    own.write_text(BILLERS, encoding="utf-8")
    settings = msgspec.structs.replace(
        SETTINGS, billers=billers_with(own), own_households=HOUSEHOLDS.encode()
    )
    town = Town(place, clock, settings)
    yield town
    town.close()


def code(number: int) -> str:
    """Each approves once."""
    return f"13456789012{number}450000"


def bills(town: Town) -> Bills:
    return town.look_up("account", "800004").bills


def states(town: Town) -> list[tuple[int, str]]:
    return [(bill.due_fen, bill.state) for bill in bills(town)]


def counted(town: Town) -> list[int]:
    with town.gateway.parts.database.reading() as connection:
        return list(connection.execute(select(account_day.c.counted_fen)).scalars())


def test_a_bill_says_before_money_whether_the_day_has_room_for_it(harbour: Town) -> None:
    august, september, october, november = bills(harbour)
    assert {bill.state for bill in (august, september, november)} == {"payable"}
    assert october.state == "over_limit", "no day is long enough for it"
    assert harbour.pay(code(2), (august,)).outcome == "settled"
    assert states(harbour) == [(15_000, "over_day_limit"), (30_001, "over_limit"), (10_000, "payable")]
    assert harbour.pay(code(3), (november,)).outcome == "settled", "to the last fen"
    harbour.clock.advance(DAY_S)
    assert states(harbour) == [(15_000, "payable"), (30_001, "over_limit")]


def test_what_would_pass_the_limit_is_refused_before_money(harbour: Town) -> None:
    august, september, _, november = bills(harbour)
    refused = harbour.pay(code(4), (august, september))
    assert (refused.outcome, refused.detail) == ("not_charged", "over_day_limit")
    assert harbour.count(world.charge) == 0
    assert harbour.payment(refused.payment_id) == refused, "asked again, it is the same"
    assert harbour.pay(code(5), (august, november)).outcome == "settled"
    assert harbour.pay(code(6), (september,)).detail == "over_day_limit"
    harbour.clock.advance(DAY_S)
    assert harbour.pay(code(7), (september,)).outcome == "settled"


def test_money_that_went_back_counts_no_longer_and_money_that_may_come_counts(harbour: Town) -> None:
    august, september, *_ = bills(harbour)
    waiting = harbour.submit(harbour.request((august,), None))
    assert (waiting.outcome, counted(harbour)) == ("card_expected", [20_000])
    assert harbour.pay(code(8), (september,)).detail == "over_day_limit"
    harbour.cancel(waiting.payment_id)
    harbour.after(600, waiting.payment_id)
    assert counted(harbour) == [0]
    alter_billers(harbour, {"steam-harbour"}, post=rejects)
    assert harbour.pay(code(9), (august,)).outcome == "not_charged"
    assert counted(harbour) == [0]


def test_a_payment_that_is_being_looked_into_counts_until_it_is_known(harbour: Town) -> None:
    august, september, *_ = bills(harbour)
    alter_billers(harbour, {"steam-harbour"}, post=silent, query=silent)
    pending = harbour.pay(code(1), (august,))
    assert (pending.outcome, counted(harbour)) == ("pending", [20_000])
    assert harbour.pay(code(2), (september,)).detail == "over_day_limit"
    assert harbour.after(1200, pending.payment_id).outcome == "not_charged"
    assert counted(harbour) == [0]


def test_two_payments_at_once_cannot_pass_the_limit_together(harbour: Town) -> None:
    august, september, *_ = bills(harbour)
    requests = [harbour.request((bill,), code(n)) for n, bill in enumerate((august, september))]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(harbour.submit, requests))
    assert sorted(answer.outcome for answer in answers) == ["not_charged", "settled"]
    assert {answer.detail for answer in answers} == {None, "over_day_limit"}
    assert counted(harbour) == [sum(a.amount_fen for a in answers if a.outcome == "settled")]


def test_notes_count_by_what_became_of_them_even_beyond_the_limit(harbour: Town) -> None:
    august, _, _, november = bills(harbour)
    slot = Slot(harbour, (august, november))
    slot.put_in(10_000)
    assert slot.close().detail == "cash_short"
    assert counted(harbour) == [10_000], "on account; the bills it did not reach count no longer"
    more = Slot(harbour, (august,))
    more.put_in(10_000, 10_000, 10_000)
    assert more.close().outcome == "settled"
    assert counted(harbour) == [40_000], "what is inside cannot be refused any more"
    at_rest(harbour, 40_000)


def test_a_limit_of_a_day_below_the_least_payment_is_refused_in_the_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    wrong = "limits = { least_fen = 500, most_fen_a_day = 499 }"
    own.write_text(BILLERS.replace("limits = { most_fen_a_day = 30_000 }", wrong), encoding="utf-8")
    with pytest.raises(BillersFileWrong, match=r"limits\.least_fen is above limits\.most_fen_a_day"):
        billers_with(own)
