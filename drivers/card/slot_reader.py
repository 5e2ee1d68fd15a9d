"""What both motorised readers are alike: a slot, and the kiosk's wishes passed on to it."""

from collections.abc import Callable
from typing import Generic

from drivers.card.position import StopAt
from drivers.card.slot import CardSlot, SlotNews, T
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Identity
from drivers.models import Parts
from drivers.transport import Transport


class SlotReader(Generic[T]):
    """A reader adds `stop_at`, `check`, `read_card` and what it wants to watch; see `SlotUser`."""

    stop_at: StopAt
    news: SlotNews

    def __init__(
        self,
        parts: Parts,
        make_transport: Callable[[Transport, DeviceClock], T],
        slice_s: Callable[[], float],
    ) -> None:
        self._slot = CardSlot(parts, make_transport, self, self.news, slice_s)
        self.owner = self._slot.owner

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    def arm(self) -> None:
        self._slot.arm()

    def disarm(self) -> None:
        self._slot.disarm()

    def eject(self) -> None:
        self._slot.eject()

    def check(self, transport: T, line: Transport) -> Identity:
        """The reading unit is part of the transport, unless a reader says otherwise."""
        return transport.identify()

    def read_card(self, transport: T, line: Transport) -> None:
        raise NotImplementedError

    def watch(self, button_pressed: bool) -> None:
        """Only the identity card's slot has a button."""

    def _tell(self, event: DeviceEvent) -> None:
        self.owner.outbox.put(event)
