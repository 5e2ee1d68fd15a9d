"""What both motorised readers are alike: a slot, and the kiosk's wishes passed on to it."""

import logging
from collections.abc import Callable
from typing import Generic

from drivers.card.keeping import NEVER
from drivers.card.position import StopAt
from drivers.card.slot import CardSlot
from drivers.card.slot_user import SlotNews, T
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Identity
from drivers.models import Parts
from drivers.transport import Transport

_log = logging.getLogger(__name__)


class SlotReader(Generic[T]):
    """A reader adds `stop_at`, `check`, `read_card` and what it wants to watch; see `SlotUser`."""

    stop_at: StopAt
    news: SlotNews

    def __init__(
        self,
        parts: Parts,
        make_transport: Callable[[Transport, DeviceClock], T],
        slice_s: Callable[[], float],
        keep_after_s: int = NEVER,
    ) -> None:
        self._slot = CardSlot(parts, make_transport, self, self.news, slice_s, keep_after_s)
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

    def force_eject(self) -> None:
        """Throw the card out before everything else, breaking off what runs."""
        self.owner.preempt(self._slot.force_eject, self._forced_eject_failed)

    def check(self, transport: T, line: Transport) -> Identity:
        """The reading unit is part of the transport, unless a reader says otherwise."""
        return transport.identify()

    @property
    def card_stays(self) -> bool:
        """Every card is given back at once, unless a reader says otherwise."""
        return False

    def let_go(self, transport: T) -> None:
        """Nothing of the card is awake."""

    def read_card(self, transport: T, line: Transport) -> DeviceEvent | None:
        raise NotImplementedError

    def watch(self, button_pressed: bool) -> None:
        """Only the identity card's slot has a button."""

    def _forced_eject_failed(self, reason: str) -> None:
        """Unknown is never success: with a card last seen inside, somebody must come and look."""
        _log.error("%s: forced eject did not reach the slot: %s", self.owner.name, reason)
        if self._slot.holds_card:
            self._tell(self.news.jammed)

    def _tell(self, event: DeviceEvent) -> None:
        self.owner.outbox.put(event)
