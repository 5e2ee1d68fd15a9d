"""The desk reader's driver with Debian's real PC/SC service, its virtual reader and a virtual card.

Needs the packages pcscd and vsmartcard-vpcd, and the extra 'pcsc'; so it is run by name, not with the
other tests.
"""

import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from drivers.card.port import CardEjected, CardRead, CardTaken, CardUnreadable, Unreadable
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.clock import SystemDeviceClock
from drivers.events import DeviceEvent, DeviceIdentified, StatusChanged
from drivers.pcsc.desk_reader import DeskCardReader
from drivers.pcsc.line import open_pcsc
from drivers.pcsc.virtual_card import CardInVirtualReader, VirtualCard, virtual_card
from drivers.transport import TransportRefused
from drivers.vocabulary import DeviceState
from tests.drivers.pcsc.real_service import RealService, real_service

GAS = DEMONSTRATION_PROFILES[0]
URL = "pcsc://Virtual%20PCD%2000%2000"
E = TypeVar("E", bound=DeviceEvent)


class RealBench:
    def __init__(self, service: RealService) -> None:
        self.service = service
        self._told: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
        self.reader = DeskCardReader(
            "card_reader", lambda: open_pcsc(URL), SystemDeviceClock(), self._told.put, DEMONSTRATION_PROFILES
        )
        self.reader.start()
        self.reader.arm()
        self.identity = self.next(DeviceIdentified).identity
        self.wait_for(DeviceState.ONLINE)

    def insert(self, card: VirtualCard, pull_at: bytes | None = None) -> CardInVirtualReader:
        return CardInVirtualReader(card, self.service.ports[0], pull_at)

    def next(self, kind: type[E]) -> E:
        """The next event of this kind; fails when it does not come."""
        deadline_s = time.monotonic() + 20.0
        while True:
            event = self._told.get(timeout=max(0.01, deadline_s - time.monotonic()))
            if isinstance(event, kind):
                return event

    def wait_for(self, state: DeviceState) -> StatusChanged:
        while (told := self.next(StatusChanged)).state is not state:
            pass
        return told


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealService]:
    with (
        pytest.MonkeyPatch.context() as patch,
        real_service(tmp_path_factory.mktemp("pcsc")) as service,
    ):
        patch.setenv("PCSCLITE_CSOCK_NAME", str(service.socket))
        yield service


@pytest.fixture
def bench(service: RealService) -> Iterator[RealBench]:
    bench = RealBench(service)
    yield bench
    bench.reader.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "card_reader"]


@pytest.mark.parametrize("fetched", [False, True])
def test_a_card_is_read_asked_out_and_taken(bench: RealBench, fetched: bool) -> None:
    assert bench.identity.model == "Virtual PCD 00 00"
    card = virtual_card(GAS, "90380501234")
    card.fetched = fetched
    lying = bench.insert(card)
    assert bench.next(CardRead) == CardRead("90380501234", "gas")
    bench.next(CardEjected)
    lying.pull()
    bench.next(CardTaken)


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (VirtualCard(mute=True), Unreadable.UPSIDE_DOWN),
        (VirtualCard(), Unreadable.UNSUPPORTED_CARD),
    ],
)
def test_what_cannot_be_read_is_named(bench: RealBench, card: VirtualCard, reason: Unreadable) -> None:
    lying = bench.insert(card)
    assert bench.next(CardUnreadable).reason is reason
    lying.pull()
    bench.next(CardTaken)


def test_a_card_torn_out_while_it_is_read_is_told(bench: RealBench) -> None:
    lying = bench.insert(virtual_card(GAS, "90380501234"), pull_at=GAS.read_apdu)
    assert bench.next(CardUnreadable).reason is Unreadable.REMOVED_EARLY
    bench.next(CardTaken)
    lying.pull()


def test_of_several_readers_one_has_to_be_named(service: RealService) -> None:
    with pytest.raises(TransportRefused, match=r"several readers; name one, as in pcsc://Virtual%20PCD"):
        open_pcsc("pcsc://")
    with pytest.raises(TransportRefused, match=r"no such reader; there are: Virtual PCD 00 00; Virtual"):
        open_pcsc("pcsc://ACR38")
    open_pcsc("pcsc://Virtual%20PCD%2000%2001").close()


def test_a_service_that_stops_is_told_and_met_again(bench: RealBench) -> None:
    bench.service.stop()
    assert "pcscd" in bench.wait_for(DeviceState.NO_DEVICE).reason
    bench.service.start()
    bench.wait_for(DeviceState.ONLINE)
    lying = bench.insert(virtual_card(GAS, "90380501234"))
    assert bench.next(CardRead).card_number == "90380501234"
    lying.pull()


def test_a_service_that_does_not_run_and_a_missing_reader_are_named(
    tmp_path: Path, service: RealService
) -> None:
    service.stop()
    with pytest.raises(TransportRefused, match="does not run; install and start pcscd"):
        open_pcsc("pcsc://")
    moved = service.readers.rename(tmp_path / "moved")
    service.readers.mkdir()
    service.start()
    with pytest.raises(TransportRefused, match="no card reader found; check its cable"):
        open_pcsc("pcsc://")
    service.stop()
    service.readers.rmdir()
    moved.rename(service.readers)
    service.start()
