"""The in-memory line to a simulated device.

The device is passive: the line hands it bytes and asks what is due. It never starts a thread.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from drivers.clock import DeviceClock
from drivers.transport.line import Transport


class SimulatedPeer(Protocol):
    """The device's end of a line. An unplugged device raises `TransportLost` from `receive` and `due`."""

    def receive(self, data: bytes, now_s: float) -> None:
        """Bytes from the host."""
        ...

    def due(self, now_s: float) -> bytes:
        """Take the bytes that the device has sent by `now_s`; b"" if none."""
        ...

    def next_due_s(self) -> float | None:
        """When `due` will next have something; None while the device waits for the host or a hand."""
        ...

    def button_pressed(self) -> bool:
        """The button wired to a modem-status pin of the device's port."""
        ...

    def listen(self, wake: Callable[[], None]) -> None:
        """Call `wake` from now on after every action of a hand, so that a waiting line looks again."""
        ...


class WorkedByHand:
    """The part all simulated devices share: a lock, and the bell a hand rings when it has done something.

    A device inherits it and writes each action of a hand as `with self.hand(): ...`, and takes `self.lock`
    in `receive`, `due` and `next_due_s`, because hands and the line work in different threads.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._wake: Callable[[], None] = lambda: None

    def listen(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    @contextmanager
    def hand(self) -> Iterator[None]:
        with self.lock:
            yield
        self._wake()


class MemoryPipe:
    def __init__(self, peer: SimulatedPeer, clock: DeviceClock) -> None:
        self._peer = peer
        self._clock = clock
        self._woken = threading.Event()
        peer.listen(self._woken.set)

    def read(self, timeout_s: float) -> bytes:
        deadline_s = self._clock.monotonic_s() + timeout_s
        while True:
            self._woken.clear()
            now_s = self._clock.monotonic_s()
            data = self._peer.due(now_s)
            if data or now_s >= deadline_s:
                return data
            due_s = self._peer.next_due_s()
            until_s = deadline_s if due_s is None else min(deadline_s, due_s)
            self._clock.wait(self._woken, until_s - now_s)

    def write(self, data: bytes) -> None:
        self._peer.receive(data, self._clock.monotonic_s())

    def drain(self) -> None:
        self._peer.due(self._clock.monotonic_s())

    def button_pressed(self) -> bool:
        return self._peer.button_pressed()

    def close(self) -> None:
        """Nothing to give back: the device stays as it is, like one whose cable is left in."""


def memory_pipe(peer: SimulatedPeer, clock: DeviceClock) -> Transport:
    """A line to `peer`. Waiting takes the clock's time; an action of a hand ends the wait at once."""
    return MemoryPipe(peer, clock)
