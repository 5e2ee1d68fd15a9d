"""What operators ask for from afar, done by a whole machine: real drivers over simulated devices."""

import logging
import random
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from msgspec import Struct, structs
from msgspec.structs import replace

from drivers.clock import FakeDeviceClock
from kiosk import places
from kiosk.runtime.clock import FakeClock
from kiosk.session import show
from kiosk.session.events import Event, ServiceChanged
from kiosk.session.steps import ConfirmBills, Idle, InsertNotes, Paying, Step
from kiosk.session.steps_meter_cards import InsertPaidCard, RedirectingLoad, TakePaidCard, WritingCard
from kiosk.session.steps_prepaid import ConfirmLoad, Loading, ShowMeter
from kiosk.settings.load import load_settings
from kiosk.wire.commands import (
    BackInService,
    Command,
    CommandReport,
    Order,
    OutOfService,
    RestartWhenIdle,
    SetVolume,
    SignedCommand,
    TestYourself,
)
from kiosk.wire.heartbeats import OUT_OF_SERVICE, HeartbeatAnswer
from kiosk.wiring.machine import Machine, Surroundings
from kiosk.wiring.remote_hands import money_moves
from tests.session import facts
from tests.session.prepaid import METER
from tests.wiring.visit import Visit

AT_MS = 1_000_000


def answer(machine: Machine, *orders: Order) -> HeartbeatAnswer:
    number = machine.store.session.rules.machine_number
    commands = tuple(
        SignedCommand(msgspec.json.encode(Command(f"c{place}", number, order, AT_MS + 1, AT_MS + 9**7)))
        for place, order in enumerate(orders)
    )
    return HeartbeatAnswer(number, "0" * 16, 1, AT_MS + 2, 60, 0, commands)


class Place:
    """A machine that nobody starts, on its folder."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.restarts = 0
        self.begin()

    def begin(self) -> None:
        around = Surroundings(
            clock=FakeClock(),
            device_clock=FakeDeviceClock(),
            state=self.state,
            gateway_url="http://127.0.0.1:9",
            wake=lambda: None,
            changed=lambda _session: None,
            wipe=lambda: None,
            chance=random.Random(1),
            restart=self._restart,
        )
        self.machine = Machine(load_settings(places.CONFIG), around)
        self.machine.remote.commands.heard(HeartbeatAnswer("x", "0" * 16, 1, AT_MS, 60))
        self._turn()

    def hears(self, *orders: Order) -> tuple[CommandReport, ...]:
        self.machine.remote.commands.heard(answer(self.machine, *orders))
        self._turn()
        return self.machine.remote.commands.reports()

    def posts(self, event: Event) -> None:
        self.machine.post(event)
        self.machine.drain()

    def screen(self) -> str:
        return show.view(self.machine.store.session).screen

    def anew(self) -> None:
        self.machine.stop()
        self.begin()

    def _turn(self) -> None:
        self.machine.drain()
        self.machine.remote.commands.worker.run_pending()
        self.machine.drain()

    def _restart(self) -> None:
        self.restarts += 1


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.machine.stop()


def test_out_of_service_is_said_on_the_first_screen_and_in_the_heartbeat_until_it_ends(
    place: Place,
) -> None:
    before = place.screen()
    assert place.hears(OutOfService()) == (CommandReport("c0", "done"),)
    place.anew()
    told = place.machine.lookout.look()
    assert (place.screen(), told.standing, told.closed_reason) == (
        "out_of_service",
        "closed",
        OUT_OF_SERVICE,
    )
    place.hears(BackInService(), BackInService())
    assert (place.screen(), place.machine.lookout.look().closed_reason) == (before, None)


def test_back_in_service_opens_nothing_that_is_broken(place: Place) -> None:
    place.posts(ServiceChanged("storage_full"))
    place.hears(OutOfService(), BackInService())
    assert place.machine.store.session.closed == "storage_full"
    assert place.machine.lookout.look().closed_reason == "storage_full"


def test_the_volume_is_everybodys_from_then_on(place: Place) -> None:
    place.hears(SetVolume(5))
    assert place.machine.store.session.comfort.volume == 5


def test_a_restart_is_asked_of_whoever_runs_the_machine(place: Place) -> None:
    assert place.hears(RestartWhenIdle()) == (CommandReport("c0", "taken"),)
    assert place.restarts == 1
    place.anew()
    assert place.machine.remote.commands.reports() == (CommandReport("c0", "done", "restarted"),)


def test_a_self_test_needs_a_technicians_mode_to_lend_it(place: Place) -> None:
    assert place.hears(TestYourself()) == (CommandReport("c0", "failed", "not_possible"),)


LOAD = ConfirmLoad(ShowMeter("water", METER), 5000)
LOADING = Loading(facts.settled("p1", LOAD.basket), LOAD.basket, LOAD)
PAYING = Paying(facts.basket(facts.WATER), ConfirmBills("", facts.findings(facts.WATER), Idle()), "cash", 1)
MONEY_MOVES: dict[type[Struct], Step] = {
    Paying: PAYING,
    InsertNotes: InsertNotes(PAYING, "p1", "to_account"),
    Loading: LOADING,
    InsertPaidCard: InsertPaidCard(LOADING),
    WritingCard: WritingCard(LOADING),
    TakePaidCard: TakePaidCard(LOADING),
    RedirectingLoad: RedirectingLoad(LOADING, "send"),
}


@pytest.mark.parametrize("kind", MONEY_MOVES)
@pytest.mark.parametrize("order", [OutOfService(), BackInService(), TestYourself(), SetVolume(3)])
def test_on_every_step_on_which_money_moves_a_command_is_refused(
    place: Place, kind: type[Struct], order: Order
) -> None:
    store = place.machine.store
    assert not money_moves(store.session)
    store.session = replace(store.session, step=MONEY_MOVES[kind])
    assert place.hears(order) == (CommandReport("c0", "refused", "money_moves"),)


@pytest.mark.parametrize("kind", MONEY_MOVES)
def test_on_every_step_on_which_money_moves_a_restart_waits(place: Place, kind: type[Struct]) -> None:
    store = place.machine.store
    before = store.session
    store.session = replace(before, step=MONEY_MOVES[kind])
    place.hears(RestartWhenIdle())
    assert place.restarts == 0
    store.session = before
    place.hears()
    assert place.restarts == 1


def test_no_step_is_left_out_that_has_a_payment_or_a_load_under_way() -> None:
    """A step that hands one on is one on which nobody knows yet what comes of it."""
    under_way = {
        kind
        for kind in get_args(Step)
        if any(field.type in {Paying, Loading} for field in structs.fields(kind))
    }
    assert under_way | {Paying, Loading} == set(MONEY_MOVES)


def test_the_log_is_listened_to_while_the_machine_runs(place: Place) -> None:
    place.machine.remote.start()
    logging.getLogger("kiosk.somewhere").error("something is wrong")
    [line] = place.machine.remote.hands.log_lines(1)
    assert line.endswith("ERROR kiosk.somewhere: something is wrong")


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    visit = Visit(tmp_path)
    yield visit
    visit.close()


def test_a_self_test_closes_the_machine_runs_without_anybody_and_opens_it_again(visit: Visit) -> None:
    machine = visit.machine
    tests = machine.remote.hands
    visit.until(machine.store.session.at_rest, "the first screen")
    assert tests.begin_tests()
    assert not tests.begin_tests() or tests.tests_found() is None
    found: list[tuple[int, int, int]] = []
    closed: list[bool] = []

    def ended() -> bool:
        figures = tests.tests_found()
        closed.append(machine.store.session.technician == "here")
        if figures is not None:
            found.append(figures)
        return bool(found)

    visit.until(ended, "the end of the tests")
    visit.until(lambda: machine.store.session.technician == "away", "the residents' screen")
    [(passed, _failed, not_done)] = found
    assert passed > 3
    assert not_done > 3, "nobody was there"
    assert any(closed)
    assert visit.mode.mode.state == "inactive"
    assert not machine.switchboard.technician_here
