"""Held legs whose posting two clocks may put on either side of midnight, and runs that meet others."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.payment_store import Change, StoredPayment
from kiosk.gateway.payments.acts import Outside
from kiosk.payment.legs import LegState
from kiosk.reconcile.day import Day
from kiosk.reconcile.held_legs import end, held_legs
from tests.gateway.test_posting import APPROVES, Altered, alter_billers, refunded_fen, rejects
from tests.gateway.town import Town

from . import held_desk as desk
from .held_desk import DAY, NEXT


def before_midnight(town: Town, seconds: int) -> None:
    town.clock.advance((DAY.to_ms - town.gateway.parts.time.now_ms()) / 1000 - seconds)


# Fifty minutes: the last posting may still be under way when its biller says that it cannot void.
@pytest.mark.parametrize("seconds", [5 * 60, 12 * 60, 50 * 60, -5 * 60])
@pytest.mark.parametrize("order", [(DAY, NEXT), (NEXT, DAY)])
def test_near_midnight_both_files_must_be_without_it(
    town: Town, tmp_path: Path, seconds: int, order: tuple[Day, Day]
) -> None:
    before_midnight(town, seconds)
    payment_id = desk.hold(town, arrives=False).payment_id
    desk.until_morning(town, NEXT)
    first = desk.run(town, desk.write(tmp_path), order[0])
    assert (desk.became(first), str(order[1].date) in desk.why(first)) == (["waits"], True)
    assert desk.became(desk.run(town, desk.write(tmp_path), order[0])) == ["waits"], "one file twice is one"
    assert desk.became(desk.run(town, desk.write(tmp_path), order[1])) == ["not_posted"]
    town.after(60, payment_id)
    assert refunded_fen(town) == [desk.FEN]
    desk.sound(town)


def test_a_file_read_before_its_day_was_over_is_no_proof_for_the_other(town: Town, tmp_path: Path) -> None:
    before_midnight(town, 5 * 60)
    desk.hold(town, arrives=False)
    desk.until_morning(town, DAY)
    assert desk.became(desk.run(town, desk.write(tmp_path), NEXT)) == ["waits"]
    result = desk.run(town, desk.write(tmp_path), DAY)
    assert (desk.became(result), str(NEXT.date) in desk.why(result)) == (["waits"], True)


@pytest.mark.parametrize("day", [DAY, NEXT])
def test_near_midnight_either_file_proves_it(town: Town, tmp_path: Path, day: Day) -> None:
    before_midnight(town, 5 * 60)
    payment_id = desk.hold(town, arrives=True).payment_id
    (tmp_path / "with").mkdir()
    file = desk.write(tmp_path / "with", desk.line(desk.held_leg(town)))
    desk.until_morning(town, NEXT)
    if day is NEXT:
        assert desk.became(desk.run(town, desk.write(tmp_path), DAY)) == ["waits"]
    result = desk.run(town, file, day)
    assert (desk.became(result), desk.differences(result)) == (["posted"], [])
    assert town.payment(payment_id).outcome == "settled"
    desk.sound(town)


def test_two_hours_from_midnight_one_file_is_enough(town: Town, tmp_path: Path) -> None:
    before_midnight(town, 2 * 3600)
    desk.hold(town, arrives=False)
    desk.until_morning(town, DAY)
    assert desk.became(desk.run(town, desk.write(tmp_path))) == ["not_posted"]


class Meanwhile:
    """A store before whose first saving something else happens."""

    def __init__(self, store: Any, happens: Any) -> None:
        self._store = store
        self._happens = [happens]

    def load(self, payment_id: str) -> StoredPayment | None:
        found: StoredPayment | None = self._store.load(payment_id)
        return found

    def save(self, stored: StoredPayment, changes: Sequence[Change], now_ms: int) -> StoredPayment:
        while self._happens:
            self._happens.pop()()
        saved: StoredPayment = self._store.save(stored, changes, now_ms)
        return saved

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def refunds_nothing(town: Town) -> list[bool]:
    """While there is something in what is returned."""
    outside, waits = town.gateway.parts.outside, [True]
    wechat = outside.providers["wechat"]

    def refund(*arguments: Any) -> None:
        if waits:
            raise AdapterSilent("test")
        wechat.refund(*arguments)

    providers = {**outside.providers, "wechat": Altered(wechat, refund=refund)}
    town.surround(Outside(providers, outside.acquirer, outside.billers))
    return waits


def test_a_gateway_that_drives_the_payment_meanwhile_loses_nothing(town: Town) -> None:
    alter_billers(town, {"water-city"}, post=rejects)
    waits = refunds_nothing(town)
    desk.cut_off(town, arrives=True)
    held = town.after(400, town.pay(APPROVES).payment_id)
    assert held.detail == "refunding"
    desk.until_morning(town, DAY)
    waits.clear()
    store, now_ms = town.gateway.parts.store, town.gateway.parts.time.now_ms()
    with town.gateway.parts.database.reading() as connection:
        [each] = held_legs(connection, DAY)
    end(Meanwhile(store, lambda: town.after(120, held.payment_id)), each, now_ms, posted=True)
    stored = store.load(held.payment_id)
    assert stored is not None
    states = [leg.state for leg in stored.payment.legs]
    assert sorted(states) == [LegState.POSTED, LegState.POSTED, LegState.REFUNDED]
    desk.sound(town)


def test_two_runs_at_once_that_say_different_things_end_it_once(town: Town) -> None:
    held = desk.hold(town, arrives=True)
    desk.until_morning(town, DAY)
    store, now_ms = town.gateway.parts.store, town.gateway.parts.time.now_ms()
    with town.gateway.parts.database.reading() as connection:
        [each] = held_legs(connection, DAY)
    other = Meanwhile(store, lambda: end(store, each, now_ms, posted=True))
    end(other, each, now_ms, posted=False)
    assert town.after(60, held.payment_id).outcome == "settled"
    assert refunded_fen(town) == []
