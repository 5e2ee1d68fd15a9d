"""Requests of one kiosk's threads, each signed with a number above all before it."""

import threading
from typing import Any

import pytest

from kiosk.backend import exchange
from kiosk.backend.exchange import MOST_SIGNED
from tests.backend.hut import Hut


def test_requests_of_several_threads_all_come_through(hut: Hut) -> None:
    client = hut.client(hut.enrol())
    states: list[str] = []

    def ask() -> None:
        states.extend(client.health().state for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == ["ready"] * 30


def test_whom_other_threads_overtake_whenever_they_can_comes_through(
    hut: Hut, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = hut.client(hut.enrol())
    line = client._exchange
    send, hasty = line._session.request, list[threading.Thread]()

    def overtaken(*asked: Any, **how: Any) -> object:
        if threading.current_thread() is threading.main_thread() and not line._signing.locked():
            hasty.append(threading.Thread(target=client.health))
            hasty[-1].start()
            hasty[-1].join()
        return send(*asked, **how)

    monkeypatch.setattr(line._session, "request", overtaken)
    assert client.health().state == "ready"
    assert len(hasty) == MOST_SIGNED - 1


def test_nobody_waits_long_for_another_that_gets_no_answer(hut: Hut, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "ALONE_S", 0.01)
    client = hut.client(hut.enrol())
    with client._exchange._signing:
        asking = threading.Thread(target=client.health, daemon=True)
        asking.start()
        asking.join(20.0)
        assert not asking.is_alive()
