"""Hands for tests of held legs: a biller that cannot void and says nothing, and its files of a day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.sql.schema import leg
from kiosk.payment.legs import Leg, LegState
from kiosk.reconcile.day import Day, day_of
from kiosk.reconcile.day_end import DayResult, reconcile_day
from kiosk.reconcile.records import Key, Movement
from kiosk.reconcile.simulated_files import write_file
from kiosk.wire.payments import PaymentAnswer
from tests.gateway.test_posting import APPROVES, alter_billers, silent
from tests.gateway.town import Bills, Town

SOURCE = "biller:gas-city"
FEN = 5400
DAY, NEXT = day_of(date(2026, 11, 21)), day_of(date(2026, 11, 22))


def cut_off(town: Town, *, arrives: bool) -> None:
    """The biller of gas answers no posting any more, whether it does them or not, and cannot void."""
    posts = town.gateway.parts.outside.billers["gas-city"].post

    def lost(*arguments: Any) -> Any:
        posts(*arguments)
        raise AdapterSilent("test")

    post = lost if arrives else silent
    alter_billers(town, {"gas-city"}, post=post, query=silent, void=lambda _: "unsupported")


def hold(town: Town, *, arrives: bool, bills: Bills | None = None) -> PaymentAnswer:
    """A household's payment whose bill of gas nobody can tell about."""
    cut_off(town, arrives=arrives)
    held = town.after(400, town.pay(APPROVES, bills).payment_id)
    assert (held.outcome, held.detail) == ("pending", "held")
    return held


def until_morning(town: Town, day: Day) -> None:
    """Ten o'clock of the day after it, when files come."""
    now_ms = town.gateway.parts.time.now_ms()
    town.clock.advance((day.to_ms + 10 * 3_600_000 - now_ms) / 1000)
    town.gateway.driver.drive()


def held_leg(town: Town) -> Leg:
    found = select(leg.c.payment_id).where(leg.c.state == LegState.HELD.value)
    with town.gateway.parts.database.reading() as connection:
        [payment_id] = connection.execute(found).scalars()
    stored = town.gateway.parts.store.load(payment_id)
    assert stored is not None
    return next(each for each in stored.payment.legs if each.state is LegState.HELD)


def line(each: Leg, fen: int = FEN) -> Movement:
    return Movement(Key("posting", each.posting_ref), fen, each.posting_since_ms)


def write(folder: Path, *lines: Movement) -> Path:
    return write_file(folder, SOURCE, lines)


def run(town: Town, file: Path | None, day: Day = DAY) -> DayResult:
    now_ms = town.gateway.parts.time.now_ms()
    files = {} if file is None else {SOURCE: file}
    return reconcile_day(
        town.gateway.parts.database, town.gateway.parts.codes, day, files, now_ms, lambda _source: None
    )


def became(result: DayResult) -> list[str]:
    return [each.became for each in result.held]


def why(result: DayResult) -> str:
    [held] = result.held
    return held.why


def differences(result: DayResult) -> list[str]:
    return [found.kind for each in result.results if each.source == SOURCE for found in each.differences]


def sound(town: Town) -> None:
    """The books when nothing is under way."""
    assert town.open_payments() == 0
    assert town.balance_fen("suspense") == 0
    assert set(town.ledger_sums()) <= {0}
    parts = town.gateway.parts
    assert Auditor(parts.database, parts.time).audit() == ()


def tables(town: Town) -> Iterator[bytes]:
    """All that a payment is made of, as it is stored."""
    for payment_id in town_payments(town):
        yield msgspec.json.encode(town.gateway.parts.store.load(payment_id))


def town_payments(town: Town) -> list[str]:
    with town.gateway.parts.database.reading() as connection:
        return sorted(set(connection.execute(select(leg.c.payment_id)).scalars()))
