from collections.abc import Iterator

import pytest

from tests.gateway.operator.browser import Browser, browser
from tests.gateway.operator.office import Office
from tests.gateway.operator.staff_room import StaffRoom
from tests.gateway.town import Town


@pytest.fixture
def room(file_town: Town) -> StaffRoom:
    return StaffRoom(file_town)


@pytest.fixture
def room_anywhere(town: Town) -> StaffRoom:
    """On everything the gateway runs on."""
    return StaffRoom(town)


@pytest.fixture(scope="session")
def one_browser() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def chromium(one_browser: Browser) -> Browser:
    """As nobody has used it yet."""
    one_browser.forget()
    one_browser.errors()
    return one_browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office(tmp_path_factory.mktemp("office"))
    yield opened
    opened.close()
