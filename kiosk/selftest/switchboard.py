"""Where a driver's word goes: always to the live states and the test under way, and to the session unless it
belongs to the technician alone."""

from collections.abc import Callable
from typing import TypeAlias

from drivers.card.port import CardRead
from drivers.events import DeviceEvent
from drivers.idcard.port import IdCardRead
from drivers.printer.port import PrintDone, PrintFailed, ReceiptTaken
from drivers.scanner.port import CodeSeen
from kiosk.selftest.jobs import is_selftest_job

Listener: TypeAlias = Callable[[str, DeviceEvent], None]
"""Called from a driver's thread with the device's name."""


class Switchboard:
    """`session` hears everything but, while a technician has the machine, what stood on a card or in a code;
    what sensors see it always hears, so that it knows of every card when it takes over again."""

    def __init__(self, live: Listener, session: Listener) -> None:
        self.technician_here = False
        self.test: Listener | None = None
        self.technician: Listener | None = None
        self._live = live
        self._session = session

    def heard(self, device: str, event: DeviceEvent) -> None:
        self._live(device, event)
        if self.test is not None:
            self.test(device, event)
        if self.technician is not None:
            self.technician(device, event)
        if not self._is_for_technician(event):
            self._session(device, event)

    def _is_for_technician(self, event: DeviceEvent) -> bool:
        match event:
            case PrintDone(job_id) | PrintFailed(job_id) | ReceiptTaken(job_id):
                return is_selftest_job(job_id)
            case CardRead() | IdCardRead() | CodeSeen():
                return self.technician_here
            case _:
                return False
