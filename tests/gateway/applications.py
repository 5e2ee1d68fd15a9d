"""Applications of the gateway: making one takes longer than most tests, so a town hands its own on."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from litestar.testing import TestClient

from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.app import make_app_of
from kiosk.gateway.http.served import Served


class _Application:
    """Made once for all gateways with the same routes, and used by one at a time."""

    def __init__(self, gateway: Gateway) -> None:
        self._served = Served(gateway)
        self._app = make_app_of(self._served)

    def client(self, gateway: Gateway) -> TestClient[Any]:
        self._served.put(gateway)
        return TestClient(self._app, raise_server_exceptions=False)


_idle: defaultdict[Hashable, list[_Application]] = defaultdict(list)


@contextmanager
def serving(gateway: Gateway) -> Iterator[TestClient[Any]]:
    settings = gateway.parts.settings
    idle = _idle[gateway.demonstration is None, settings.demonstration, settings.request_most_bytes]
    application = idle.pop() if idle else _Application(gateway)
    with application.client(gateway) as client:
        yield client
    idle.append(application)
