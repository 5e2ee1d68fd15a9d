from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.gateway.http.server import EmbeddedGateway
from tests.journeys.books import Books
from tests.journeys.clocks import ElasticClock
from tests.journeys.hut import Hut
from tests.journeys.line import GatewayLine
from tests.journeys.neighbours import Neighbours
from tests.journeys.resident import Resident


@pytest.fixture(scope="package", autouse=True)
def _pins_are_stretched_less() -> Iterator[None]:
    """Every machine makes its demonstration's helper; what a PIN withstands is for the access tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.access.pins._SCRYPT_N", 2**14)
        patch.setattr("kiosk.access.pins._SCRYPT_P", 1)
        yield


@pytest.fixture(scope="module")
def clock() -> ElasticClock:
    return ElasticClock()


@pytest.fixture(scope="module")
def gateway_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gateway") / "gateway.db"


@pytest.fixture(scope="module")
def gateway_url(gateway_db: Path, clock: ElasticClock) -> Iterator[str]:
    """One gateway for the stories of a file, for each has its own household. A clock that is sent ahead
    wakes nobody, so the gateway's driver looks at it more often than it would in the world."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.gateway.payments.driver._LONGEST_SLEEP_S", 0.05)
        gateway = EmbeddedGateway(gateway_db, clock, demo_data=True)
        yield gateway.start()
        gateway.stop()


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    return Neighbours()


@pytest.fixture
def books(gateway_url: str, gateway_db: Path) -> Books:
    return Books(gateway_db)


@pytest.fixture
def line(gateway_url: str) -> Iterator[GatewayLine]:
    line = GatewayLine(gateway_url)
    yield line
    line.close()


@pytest.fixture
def hut(tmp_path: Path, line: GatewayLine, clock: ElasticClock, books: Books) -> Iterator[Hut]:
    """However a story ends: the first screen comes back, the slots are empty, every attempt has its end and
    the books balance."""
    hut = Hut(tmp_path, line.url, clock)
    hut.start()
    yield hut
    try:
        line.mend()
        come_to_rest(hut, books)
    finally:
        hut.stop()


def come_to_rest(hut: Hut, books: Books) -> None:
    hut.until_first_screen()
    hut.until(hut.all_paid_up, "the journal to close every attempt", hurry_s=1.0)
    hut.until(lambda: not books.open_payments(), "the gateway to end every payment", hurry_s=1.0)
    assert not hut.session.holds_a_card()
    assert [slot.slot.card for slot in (hut.hands.id_slot, hut.hands.card_slot) if slot] == [None, None]
    books.check()


@pytest.fixture
def resident(hut: Hut) -> Resident:
    return Resident(hut)
