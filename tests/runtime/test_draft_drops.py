"""What nobody wants kept is owed until the gateway says that it is gone: across silence and restarts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.draft_drops import AGAIN_EVERY_S, FILE, UNHEARD_OF_S, DraftDrops
from kiosk.session.effects_drafts import DropDraft
from kiosk.wire.requests import DRAFT_DAYS, RequestAnswer

FIRST, SECOND = "0193abcd-0000-4000-8000-000000000001", "0193abcd-0000-4000-8000-000000000002"


class Gateway:
    """Raises `trouble` as long as there is one, after what happens `meanwhile`."""

    def __init__(self) -> None:
        self.trouble: GatewayError | None = None
        self.told: list[str] = []
        self.meanwhile: Callable[[], None] | None = None

    def drop_draft(self, request_id: str) -> RequestAnswer:
        self.told.append(request_id)
        if self.meanwhile is not None:
            self.meanwhile()
        if self.trouble is not None:
            raise self.trouble
        return RequestAnswer(request_id, "home_visit", "withdrawn", 1)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def drops(gateway: Gateway, tmp_path: Path, clock: FakeClock) -> DraftDrops:
    return DraftDrops(gateway, tmp_path / FILE, clock)


def drop(drops: DraftDrops, request_id: str = FIRST) -> None:
    drops.drop(DropDraft(request_id))
    drops.book.run_pending()
    drops.worker.run_pending()


def later(drops: DraftDrops, clock: FakeClock, seconds: float = AGAIN_EVERY_S) -> None:
    clock.advance(seconds)
    drops.worker.run_pending()


def test_it_is_told_at_once_and_not_again(drops: DraftDrops, gateway: Gateway, clock: FakeClock) -> None:
    drop(drops)
    later(drops, clock)
    assert gateway.told == [FIRST]


@pytest.mark.parametrize(
    "trouble", [GatewayUnreachable("drop"), GatewaySlow("drop"), GatewayRefused("fault", 500)]
)
def test_a_gateway_that_is_down_is_told_until_it_has_heard(
    drops: DraftDrops, gateway: Gateway, clock: FakeClock, trouble: GatewayError
) -> None:
    gateway.trouble = trouble
    drop(drops)
    later(drops, clock, AGAIN_EVERY_S - 1)
    assert gateway.told == [FIRST]
    for _ in range(20):
        later(drops, clock)
    assert gateway.told == [FIRST] * 21
    gateway.trouble = None
    later(drops, clock)
    later(drops, clock)
    assert gateway.told == [FIRST] * 22


def test_after_a_power_cut_it_is_still_owed(
    drops: DraftDrops, gateway: Gateway, tmp_path: Path, clock: FakeClock
) -> None:
    gateway.trouble = GatewayUnreachable("drop")
    drop(drops)
    drop(drops, SECOND)
    gateway.trouble = None
    gateway.told.clear()
    DraftDrops(gateway, tmp_path / FILE, clock).worker.run_pending()
    assert gateway.told == [FIRST, SECOND]
    gateway.told.clear()
    DraftDrops(gateway, tmp_path / FILE, clock).worker.run_pending()
    assert gateway.told == []


def test_it_is_on_the_disk_though_the_gateway_holds_a_try_up(
    drops: DraftDrops, gateway: Gateway, tmp_path: Path, clock: FakeClock
) -> None:
    gateway.trouble = GatewaySlow("drop")

    def meanwhile() -> None:
        drops.drop(DropDraft(SECOND))
        drops.book.run_pending()
        gateway.meanwhile = None

    gateway.meanwhile = meanwhile
    drop(drops)
    gateway.trouble = None
    gateway.told.clear()
    DraftDrops(gateway, tmp_path / FILE, clock).worker.run_pending()
    assert gateway.told == [FIRST, SECOND]


@pytest.mark.parametrize("trouble", [GatewayUnreachable("drop"), GatewaySlow("drop")])
def test_a_silent_gateway_is_asked_once_in_a_while_and_for_each_in_turn(
    drops: DraftDrops, gateway: Gateway, clock: FakeClock, trouble: GatewayError
) -> None:
    gateway.trouble = trouble
    drop(drops)
    later(drops, clock)
    drop(drops, SECOND)
    gateway.told.clear()
    for _ in range(4):
        later(drops, clock)
    assert gateway.told == [SECOND, FIRST, SECOND, FIRST]
    gateway.trouble = None
    later(drops, clock)
    assert set(gateway.told[4:]) == {FIRST, SECOND}


def test_one_that_is_refused_holds_no_other_up(drops: DraftDrops, gateway: Gateway, clock: FakeClock) -> None:
    gateway.trouble = GatewayRefused("fault", 500)
    drop(drops)
    drop(drops, SECOND)
    gateway.told.clear()
    later(drops, clock)
    assert gateway.told == [FIRST, SECOND]


def test_owed_again_while_it_is_dropped_it_is_told_again(
    drops: DraftDrops, gateway: Gateway, clock: FakeClock
) -> None:
    """A save may have come in between."""

    def meanwhile() -> None:
        gateway.meanwhile = None
        clock.advance(1)
        drops.drop(DropDraft(FIRST))
        drops.book.run_pending()

    gateway.meanwhile = meanwhile
    drop(drops)
    later(drops, clock)
    later(drops, clock)
    assert gateway.told == [FIRST, FIRST]


def test_what_is_being_sent_is_not_wiped(gateway: Gateway, tmp_path: Path, clock: FakeClock) -> None:
    sending = [True]
    drops = DraftDrops(gateway, tmp_path / FILE, clock, lambda: bool(sending))
    drop(drops)
    later(drops, clock)
    assert gateway.told == []
    sending.clear()
    later(drops, clock, 1)
    assert gateway.told == [FIRST]


@pytest.mark.parametrize("then_s", [3_000.0, 4e9], ids=["not set", "set ahead"])
def test_a_clock_that_was_wrong_makes_nothing_old(
    gateway: Gateway, tmp_path: Path, clock: FakeClock, then_s: float
) -> None:
    gateway.trouble = GatewayUnreachable("drop")
    drop(DraftDrops(gateway, tmp_path / FILE, FakeClock(then_s)))
    drops = DraftDrops(gateway, tmp_path / FILE, clock)
    gateway.told.clear()
    for _ in range(3):
        later(drops, clock)
    assert gateway.told == [FIRST] * 3
    later(drops, clock, (DRAFT_DAYS + 2) * 86_400)
    later(drops, clock)
    assert gateway.told == [FIRST] * 4, "old from then on, as any other"


class _SetLater(FakeClock):
    def __init__(self, then_s: float) -> None:
        super().__init__(3_000.0)
        self._then_s = then_s

    def is_set(self) -> None:
        self._wall_s = self._then_s


@pytest.mark.parametrize(
    "trouble", [GatewayUnreachable("drop"), GatewaySlow("drop"), GatewayRefused("record_unknown", 404)]
)
def test_a_clock_that_is_set_while_the_gateway_is_told_makes_nothing_old(
    gateway: Gateway, tmp_path: Path, clock: FakeClock, trouble: GatewayError
) -> None:
    unset = _SetLater(clock.wall_s())
    drops = DraftDrops(gateway, tmp_path / FILE, unset, lambda: not gateway.trouble)
    for each in (FIRST, SECOND):
        drop(drops, each)
    gateway.trouble, gateway.meanwhile = trouble, unset.is_set
    drops.worker.run_pending()
    gateway.told.clear()
    for _ in range(2):
        later(drops, unset)
    assert set(gateway.told) == {FIRST, SECOND}


def test_a_clock_that_is_never_set_tells_ages_all_the_same(gateway: Gateway, tmp_path: Path) -> None:
    unset = FakeClock(3_000.0)
    gateway.trouble = GatewayUnreachable("drop")
    drops = DraftDrops(gateway, tmp_path / FILE, unset)
    drop(drops)
    later(drops, unset, (DRAFT_DAYS + 2) * 86_400)
    later(drops, unset)
    assert gateway.told == [FIRST] * 2


def test_one_that_is_not_there_yet_may_still_come(
    drops: DraftDrops, gateway: Gateway, clock: FakeClock
) -> None:
    gateway.trouble = GatewayRefused("record_unknown", 404)
    drop(drops)
    later(drops, clock, UNHEARD_OF_S)
    assert len(gateway.told) == 2
    later(drops, clock, AGAIN_EVERY_S)
    later(drops, clock)
    assert len(gateway.told) == 3


def test_what_went_with_age_is_owed_no_longer(drops: DraftDrops, gateway: Gateway, clock: FakeClock) -> None:
    gateway.trouble = GatewayUnreachable("drop")
    drop(drops)
    later(drops, clock, (DRAFT_DAYS + 2) * 86_400)
    later(drops, clock)
    assert len(gateway.told) == 2


def test_a_file_that_is_damaged_stops_nothing(gateway: Gateway, tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / FILE).write_bytes(b"[{")
    drops = DraftDrops(gateway, tmp_path / FILE, clock)
    drop(drops)
    assert gateway.told == [FIRST]


def test_a_folder_where_the_file_should_be_stops_nothing_either(
    gateway: Gateway, tmp_path: Path, clock: FakeClock
) -> None:
    (tmp_path / FILE).mkdir()
    gateway.trouble = GatewayUnreachable("drop")
    drops = DraftDrops(gateway, tmp_path / FILE, clock)
    drop(drops)
    gateway.trouble = None
    later(drops, clock)
    assert gateway.told == [FIRST, FIRST]


def test_a_disk_that_is_full_stops_no_try(
    drops: DraftDrops, gateway: Gateway, clock: FakeClock, tmp_path: Path
) -> None:
    (tmp_path / FILE).mkdir()
    gateway.trouble = GatewayUnreachable("drop")
    drop(drops)
    gateway.trouble = None
    later(drops, clock)
    assert gateway.told == [FIRST, FIRST]
