"""Carries a driver's events to the kiosk in order, so that a slow kiosk never holds a driver up."""

import logging
import queue
import threading

from drivers.events import DeviceEvent, Emit

_log = logging.getLogger(__name__)


class Outbox:
    """`put` never blocks and never raises. Events leave by its own thread, or by `deliver` in tests."""

    def __init__(self, name: str, emit: Emit) -> None:
        self._name = name
        self._emit = emit
        self._events: queue.SimpleQueue[DeviceEvent | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, event: DeviceEvent) -> None:
        self._events.put(event)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name=f"{self._name} events", daemon=True)
        self._thread.start()

    def close(self, patience_s: float) -> None:
        """Deliver what is left, but wait no longer than `patience_s` real seconds for the kiosk."""
        self._events.put(None)
        if self._thread is not None:
            self._thread.join(patience_s)
            self._thread = None

    def deliver(self) -> None:
        """Hand over everything that waits, in the caller's thread; does nothing where a thread does it."""
        while self._thread is None and not self._events.empty():
            event = self._events.get()
            if event is not None:
                self._hand_over(event)

    def _run(self) -> None:
        while (event := self._events.get()) is not None:
            self._hand_over(event)

    def _hand_over(self, event: DeviceEvent) -> None:
        try:
            self._emit(event)
        except Exception:  # noqa: BLE001  # a worker loop: the kiosk's fault must not stop events
            _log.exception("%s: the kiosk failed on %s", self._name, type(event).__name__)
