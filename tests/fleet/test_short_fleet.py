"""A fleet of five for forty seconds, over real HTTP to the real gateway, in a time up to ten times as fast:
kiosks and gateway share a clock that goes on only as fast as the machine keeps up.
"""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest

from kiosk.fleet.command import Counterpart, played
from kiosk.fleet.homes import Home, demonstration_homes
from kiosk.fleet.kiosk import JOURNAL, Kiosk
from kiosk.fleet.plan import Plan
from kiosk.fleet.report import Report, as_text
from kiosk.gateway.demonstration.biller import SimulatedBiller
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.gateway.parties.adapters import PostAnswer
from kiosk.gateway.payments import driver, load_driver
from kiosk.gateway.payments.look_up import LookUps
from kiosk.gateway.problems import Refused
from tests.selftest.paced_clock import PacedClock

FACTOR = 10.0
FORGOTTEN_S = 30.0
"""Nobody brings to its end what a planted fault has made everybody forget: no use in waiting for it."""

PLAN = Plan(kiosks=5, seconds=40.0, fault_rate=0.15, seed=3, gap_s=3.0)


class Hurrying(PacedClock):
    def pause(self, seconds: float) -> None:
        self.wait(Event(), seconds)


@pytest.fixture
def clock() -> Iterator[Hurrying]:
    with Hurrying(FACTOR) as clock:
        yield clock


@pytest.fixture
def town(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Hurrying
) -> Iterator[tuple[Counterpart, Hurrying]]:
    # Nobody wakes a sleeper whose clock is not the world's.
    monkeypatch.setattr(driver, "_LONGEST_SLEEP_S", 0.1)
    monkeypatch.setattr(load_driver, "_LONGEST_SLEEP_S", 0.1)
    path = tmp_path / "gateway.db"
    gateway = EmbeddedGateway(path, clock)
    url = gateway.start()
    yield Counterpart(url, f"sqlite:///{path}", None, homes()), clock
    gateway.stop()


def homes() -> list[Home]:
    """Enough of them; and of the meters the one that is within reach, for the others take their time."""
    everybody = [home for home in demonstration_homes() if home.accounts]
    in_reach = next(home for home in everybody if home.meter == "3102664300013")
    return [*(msgspec.structs.replace(home, meter="") for home in everybody[:80]), in_reach]


def play(town: tuple[Counterpart, Hurrying], folder: Path, plan: Plan = PLAN) -> Report:
    sites = folder / "kiosks"
    sites.mkdir()
    counterpart, clock = town
    return played(plan, counterpart, sites, clock, lambda words: None)


def test_everything_is_paid_once_whatever_goes_wrong(
    town: tuple[Counterpart, Hurrying], tmp_path: Path
) -> None:
    report = play(town, tmp_path)

    assert report.ok, "\n".join(as_text(report))
    ledger = report.ledger
    assert ledger.charged_fen == ledger.posted_fen + ledger.given_back_fen + ledger.vouchers_fen > 0
    assert ledger.for_meters_fen == sum(ledger.loads_fen.values())
    assert {"look-up", "payment by phone", "call submit"} <= set(report.times)
    assert report.injected
    assert not report.calls_failed_otherwise


def test_a_biller_that_never_wrote_a_posting_down_is_found(
    town: tuple[Counterpart, Hurrying], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def says_so(self: SimulatedBiller, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        return PostAnswer("posted", f"P{posting_ref[:20]}", posting_ref, amount_fen)

    monkeypatch.setattr(SimulatedBiller, "post", says_so)
    report = play(town, tmp_path, msgspec.structs.replace(PLAN, seconds=20.0, settle_within_s=FORGOTTEN_S))

    assert not report.ok
    assert any("the billers hold 0" in each for each in report.ledger.violations)


def test_a_kiosk_that_loses_its_journal_with_the_power_is_found(
    town: tuple[Counterpart, Hurrying], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeps = Kiosk.lose_power

    def forgets(self: Kiosk) -> None:
        keeps(self)
        for path in self.site.folder.glob(f"{JOURNAL}*"):
            path.unlink()

    monkeypatch.setattr(Kiosk, "lose_power", forgets)
    report = play(town, tmp_path, msgspec.structs.replace(PLAN, seconds=20.0, settle_within_s=FORGOTTEN_S))

    assert not report.ok
    assert any("without a durable intent" in each for each in report.ledger.violations)


def test_an_error_that_nobody_injected_is_one_that_people_have_seen(
    town: tuple[Counterpart, Hurrying], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: LookUps, request: Any) -> Any:
        raise Refused("fault", "out of sorts")

    monkeypatch.setattr(LookUps, "answer", busy)
    plan = msgspec.structs.replace(PLAN, seconds=15.0, fault_rate=0.0)
    report = play(town, tmp_path, plan)

    assert not report.ok
    assert report.ledger.exact
    assert any(each.startswith("look-up: ") for each in report.seen_otherwise)
