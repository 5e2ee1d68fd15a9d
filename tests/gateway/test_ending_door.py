"""A gateway that ends looks at no password any more once its database is closed."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.at_the_door import AtTheDoor
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock

WITHIN_S = 20.0


def at_the_door() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name.startswith("gateway-door")]


def test_nobody_stands_at_the_door_when_the_books_are_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, seen = at_the_door(), list[list[str]]()
    close = Gateway.close

    def closing(gateway: Gateway) -> None:
        seen.append(at_the_door())
        close(gateway)

    monkeypatch.setattr(Gateway, "close", closing)
    gateway = EmbeddedGateway(tmp_path / "gateway.db", FakeClock())
    url = gateway.start()
    try:
        form = {"name": "nobody", "password": "a password of nobody"}
        assert httpx.post(f"{url}/operator/sign-in", data=form, timeout=WITHIN_S).status_code == 401
        assert at_the_door() != before
    finally:
        gateway.stop()
    assert seen == [before]


def test_what_is_under_way_at_the_door_is_waited_for() -> None:
    door, begun, let_go, told = AtTheDoor(), threading.Event(), threading.Event(), list[str]()

    def looked() -> None:
        begun.set()
        assert let_go.wait(WITHIN_S)
        told.append("looked")

    def closed() -> None:
        door.close()
        told.append("closed")

    with ThreadPoolExecutor(2) as others:
        looking = others.submit(lambda: asyncio.run(door.does(looked)))
        assert begun.wait(WITHIN_S)
        closing = others.submit(closed)
        try:
            assert not closing.done()
        finally:
            let_go.set()
        looking.result(WITHIN_S)
        closing.result(WITHIN_S)
    assert told == ["looked", "closed"]
