"""Keeps a card that lies forgotten at the exit, where that is configured; otherwise never.

Only a card that was read and recognised as an IC card is ever kept, so that no identity card can be, whatever
slot it was put into. One attempt a card; what is not confirmed is never told as kept.
"""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from drivers.card.capabilities import CardReaderCapabilities
from drivers.card.card_transport import CardTransport, CardUnitFault
from drivers.card.position import Capture, Position
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent
from drivers.models import Option
from drivers.status import Status

KEEP_OPTION: Final = "keep_forgotten_card_after_s"
"""The option of the models that have a bin: whole seconds at the exit, untouched."""
NEVER: Final = 0
SHORTEST_S: Final = 60
"""Nobody over 65 is to be hurried."""

_TROUBLES: Final = {
    Capture.BIN_FULL: Status.RETAIN_BIN_FULL,
    Capture.FAILED: Status.RETAIN_BIN_INOPERATIVE,
}
_REASONS: Final = {
    Status.RETAIN_BIN_FULL: "the bin for forgotten cards is full: empty it",
    Status.RETAIN_BIN_INOPERATIVE: "a forgotten card did not go into the bin: look at bin and rollers",
}


def allowed(after_s: Option) -> bool:
    return after_s == NEVER or (isinstance(after_s, int | float) and after_s >= SHORTEST_S)


def seconds_of(options: Mapping[str, Option]) -> int:
    """Raises ValueError for a time that is not allowed."""
    after_s = options.get(KEEP_OPTION, NEVER)
    if not allowed(after_s):
        raise ValueError(f"{KEEP_OPTION} is {NEVER} (never) or at least {SHORTEST_S}, not {after_s}")
    return int(after_s)


def as_configured(capabilities: CardReaderCapabilities, after_s: int) -> CardReaderCapabilities:
    return replace(capabilities, can_retain=after_s != NEVER)


class Keeping:
    """Of one slot. `news` is what to tell when the card now in or before the slot is kept; None when it may
    not be. `in_doubt`: it was being captured when it was last heard of. Survives a lost line."""

    def __init__(self, clock: DeviceClock, after_s: int) -> None:
        self._clock = clock
        self._after_s = after_s
        self._lies_since_s: float | None = None
        self._captured_before: int | None = None
        self.news: DeviceEvent | None = None
        self.in_doubt = False
        self.trouble: Status | None = None
        """Of the bin, when it was last asked or tried."""

    def slot_told(self) -> tuple[str, *tuple[Status, ...]]:
        """Of a slot that works: in words for an engineer, and the statuses there are."""
        if self.trouble is None:
            return ("card slot is ready",)
        return _REASONS[self.trouble], self.trouble

    def card_read(self, news: DeviceEvent | None) -> None:
        self.forget_card()
        self.news = news if self._after_s != NEVER else None

    def forget_card(self) -> None:
        self.news, self.in_doubt, self._lies_since_s = None, False, None

    def lies_at_exit(self, bin_full: bool | None) -> bool:
        """Whether it has lain there long enough now to be captured, and there is room for it."""
        now_s = self._clock.monotonic_s()
        if self._lies_since_s is None:
            self._lies_since_s = now_s
        long_enough = now_s - self._lies_since_s >= self._after_s
        return self.news is not None and long_enough and not bin_full

    def bin_is_full(self, full: bool | None) -> bool:
        """As the unit says by itself; None from one that does not. Whether this is news."""
        before = self.trouble
        if full and self._after_s != NEVER:
            self.trouble = Status.RETAIN_BIN_FULL
        elif full is False and before is Status.RETAIN_BIN_FULL:
            self.trouble = None
        return self.trouble is not before

    def capture(self, transport: CardTransport) -> Capture:
        """The one attempt. Whatever it raises leaves the card in doubt."""
        self._captured_before = _counted(transport)
        self.in_doubt = True
        ended = transport.capture()
        if ended is Capture.OUT_OF_SIGHT and self._has_been_counted(transport):
            ended = Capture.KEPT
        self.in_doubt = False
        self.trouble = _TROUBLES.get(ended)
        if ended in _TROUBLES:
            self.news = None  # no second attempt
        return ended

    def is_kept(self, transport: CardTransport, position: Position) -> bool:
        """Of a card in doubt that is not at the exit any more: whether sensors or counter confirm it."""
        return position is Position.CAPTURED or self._has_been_counted(transport)

    def _has_been_counted(self, transport: CardTransport) -> bool:
        """Whether the unit's own count has gone up since the attempt began."""
        before, now = self._captured_before, _counted(transport)
        return before is not None and now is not None and now > before


def _counted(transport: CardTransport) -> int | None:
    try:
        return transport.cards_captured()
    except CardUnitFault:
        return None
