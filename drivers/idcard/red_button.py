"""The red button at an identity-card reader and its twin on the screen, timed by the driver's own thread."""

from collections.abc import Callable

from drivers.clock import DeviceClock
from drivers.events import DeviceEvent
from drivers.idcard.hold import Hold, HoldTimer
from drivers.idcard.port import EjectHold, ForcedEject


class RedButton:
    """`complete` is called once for each full hold, in the thread that watches."""

    def __init__(
        self, clock: DeviceClock, tell: Callable[[DeviceEvent], None], complete: Callable[[], None]
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._complete = complete
        self._hold = HoldTimer()
        self._twin_pressed = False

    def twin(self, *, pressed: bool) -> None:
        """From any thread."""
        self._twin_pressed = pressed

    @property
    def is_timed(self) -> bool:
        return self._hold.running

    def watch(self, wired_pressed: bool) -> None:
        match self._hold.sample(wired_pressed or self._twin_pressed, self._clock.monotonic_s()):
            case Hold.GROWING:
                self._tell(EjectHold(self._hold.held_s))
            case Hold.LET_GO:
                self._tell(EjectHold(None))
            case Hold.COMPLETE:
                # A display that lost the finger's release must not leave the wired button without effect.
                self._twin_pressed = False
                self._tell(ForcedEject(self._hold.held_s))
                self._complete()
            case Hold.NOTHING:
                pass
