"""A crowd that signs in takes none of the threads that answer kiosks, and is not let in without end."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from itertools import islice

import httpx
import pytest
from litestar.concurrency import set_asyncio_executor

from kiosk.gateway.http.at_the_door import MOST_WAITING
from kiosk.gateway.trust import passwords
from kiosk.gateway.trust.staff import Role
from tests.gateway.heartbeats import beat, send
from tests.gateway.operator.staff_room import Person, StaffRoom, said

WITHIN_S = 60.0


@pytest.fixture
def few_threads() -> Iterator[None]:
    """As on a small machine."""
    with ThreadPoolExecutor(4) as threads:
        set_asyncio_executor(threads)
        yield
        set_asyncio_executor(None)


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(MOST_WAITING * 2) as people:
        yield people


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Nobody's password is looked at before it is set."""
    let_go = threading.Event()
    matches = passwords.matches

    def slowly(password: str, kept: str | None) -> bool:
        assert let_go.wait(WITHIN_S)
        return matches(password, kept)

    monkeypatch.setattr(passwords, "matches", slowly)
    return let_go


def signing_in(room: StaffRoom, crowd: ThreadPoolExecutor, *names: str) -> list["Future[httpx.Response]"]:
    return [crowd.submit(Person(room.town, name).sign_in) for name in names]


@pytest.mark.usefixtures("few_threads")
def test_kiosks_are_answered_while_a_crowd_signs_in(
    room: StaffRoom, crowd: ThreadPoolExecutor, held: threading.Event
) -> None:
    room.enrol("anna", Role.CLERK)
    inside = signing_in(room, crowd, *["anna"] * 6)
    answered = crowd.submit(send, room.town, beat())
    try:
        answered.result(WITHIN_S / 2)
        assert not any(each.done() for each in inside)
    finally:
        held.set()
    assert [each.result(WITHIN_S).status_code for each in inside] == [303] * 6


def test_whoever_comes_when_too_many_wait_is_sent_away_at_once(
    room: StaffRoom, crowd: ThreadPoolExecutor, held: threading.Event
) -> None:
    inside = signing_in(room, crowd, *[f"nobody-{number}" for number in range(MOST_WAITING + 3)])
    try:
        first = list(islice(as_completed(inside, WITHIN_S / 2), 3))
        assert [each.result().status_code for each in first] == [429] * 3
        assert "Too many people are signing in at this moment" in said(first[0].result())
    finally:
        held.set()
    assert sorted(each.result(WITHIN_S).status_code for each in inside) == [401] * MOST_WAITING + [429] * 3


def test_whoever_nobody_knows_is_turned_away_by_a_gateway_that_has_just_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What their passwords are compared with is made at the first of them: not inside their own turn."""
    monkeypatch.setattr(passwords, "_TURNS", threading.BoundedSemaphore(1))
    passwords._nobodys.cache_clear()
    looked_at: list[bool] = []
    looking = threading.Thread(
        target=lambda: looked_at.append(passwords.matches("a guess", None)), daemon=True
    )
    looking.start()
    looking.join(WITHIN_S)
    assert looked_at == [False]
