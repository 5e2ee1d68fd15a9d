"""Plays the person of a guided test on simulated devices: cards in and out, a slip held up, a button held.

It cannot see, hear or feel: what a person would say of display, loudspeaker and touch it says unseen, so that
a run over simulated devices comes to its end. The report names these parts beside the simulated devices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event
from typing import TYPE_CHECKING, Any, Final, Protocol

from msgspec import Struct

from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.simulated_cards import SimulatedCard, cpu_card
from drivers.clock import DeviceClock
from drivers.idcard.simulated_cards import id_card
from kiosk.runtime.clock import Clock
from kiosk.runtime.workers import Worker
from kiosk.selftest.attempt import DOES_NOT_WORK
from kiosk.selftest.model import (
    CELLS_HIT,
    WIDEST_MISS,
    Answered,
    Ask,
    Measured,
    News,
    Part,
    Result,
    RunEnded,
)

if TYPE_CHECKING:
    from PIL.Image import Image

    from drivers.scanner.picture import Grey

SAID_UNSEEN: Final[tuple[Part, ...]] = ("touch", "display", "speaker")

_TAKES_S: Final = 0.5
"""How long a hand needs to find its card, and the hand is quick."""

_LOOKED_AT_S: Final = 1.0
"""The printer looks at its mouth twice a second; a person's hand is never faster."""

_PATIENCE_S: Final = 8.0
"""So long a slot may stay shut before the person says that it does not work."""

_TRY_EVERY_S: Final = 0.2
_SHORT_PRESS_S: Final = 2.0
_LONG_PRESS_S: Final = 4.0
_CODE: Final = "SELFTEST 0"
_NAME: Final = "SELF TEST"
_NUMBER: Final = "000000190001010000"
"""No place, no birthday, a wrong check character: nobody has this number."""


class SlotHand(Protocol):
    def insert(self, card: SimulatedCard) -> bool: ...
    def take(self) -> object | None: ...


class IdSlotHand(SlotHand, Protocol):
    def press_button(self) -> None: ...
    def release_button(self) -> None: ...


class ScannerHand(Protocol):
    def show(self, text: str) -> None: ...
    def take_away(self) -> None: ...


class CameraHand(Protocol):
    def show_code(self, text: str, symbology: str) -> None: ...
    def show_picture(self, picture: Grey) -> None: ...
    def take_away(self) -> None: ...


class PrinterHand(Protocol):
    def printed(self) -> list[Image]: ...
    def tear_off(self) -> None: ...


class AcceptorHand(Protocol):
    def insert(self, value_yuan: int) -> bool: ...
    def take(self) -> object | None: ...


class Simulators(Struct):
    """None where the device is a real one, which this person cannot reach, or not fitted."""

    id_slot: IdSlotHand | None = None
    card_slot: SlotHand | None = None
    scanner: ScannerHand | None = None
    camera: CameraHand | None = None
    printer: PrinterHand | None = None
    acceptor: AcceptorHand | None = None


class SimulatedHands:
    """Told the news of a run; acts in its own thread, `clock` being the devices'."""

    def __init__(
        self,
        simulators: Simulators,
        clock: DeviceClock,
        host_clock: Clock,
        answer: Callable[[Answered], None],
    ) -> None:
        self._on = simulators
        self._clock = clock
        self._answer = answer
        self._away = Event()
        self._asked: Ask | None = None
        self._worker = Worker("simulated hands", host_clock)
        self._worker.start()
        self._acts: Mapping[str, Callable[[Ask], None]] = {
            "insert_id_card": self._insert_id_card,
            "insert_ic_card": self._insert_ic_card,
            "take_card": self._take_card,
            "show_code": self._show_code,
            "hold_slip": self._hold_slip,
            "take_slip": self._take_slip,
            "insert_note": self._insert_note,
            "take_note": self._take_note,
            "press_short": lambda ask: self._press(ask, _SHORT_PRESS_S),
            "press_long": lambda ask: self._press(ask, _LONG_PRESS_S),
            "touch_cells": self._touch_cells,
            "look_colours": lambda ask: self._say(ask, "even"),
            "listen": lambda ask: self._say(ask, "heard"),
        }

    def told(self, news: News) -> None:
        """From the runner's threads; returns at once."""
        match news:
            case Ask():
                self._asked = news
                self._worker.submit(lambda: self._do(news), failed=lambda: self._say(news, DOES_NOT_WORK))
            case Result() | RunEnded():
                self._asked = None
                self._worker.submit(self._put_away)
            case _:
                pass

    def close(self) -> None:
        self._away.set()
        self._worker.stop()

    def _do(self, ask: Ask) -> None:
        """Do it, and say so where the machine does not seem to have noticed."""
        self._wait(_TAKES_S)
        self._acts[ask.stem](ask)
        self._until(ask, lambda: self._asked is not ask)

    def _insert_id_card(self, ask: Ask) -> None:
        slot = self._on.id_slot
        self._until(ask, lambda: slot is not None and slot.insert(id_card(_NAME, _NUMBER)))

    def _insert_ic_card(self, ask: Ask) -> None:
        slot, profile = self._on.card_slot, DEMONSTRATION_PROFILES[0]
        card = cpu_card(profile, "0" * profile.number_length)
        self._until(ask, lambda: slot is not None and slot.insert(card))

    def _take_card(self, ask: Ask) -> None:
        slot = self._on.id_slot if ask.test.startswith("id_reader") else self._on.card_slot
        self._until(ask, lambda: slot is not None and slot.take() is not None)

    def _show_code(self, ask: Ask) -> None:
        if ask.test.startswith("camera") and self._on.camera is not None:
            self._on.camera.show_code(_CODE, "qr")
        elif self._on.scanner is not None:
            self._on.scanner.show(_CODE)

    def _hold_slip(self, ask: Ask) -> None:
        """What a scanner would read is read from the paper, as the camera does."""
        from drivers.scanner.decode import decode  # noqa: PLC0415  # loads slowly, and only for this act
        from kiosk.selftest.held_slip import before_camera  # noqa: PLC0415

        if self._on.printer is None or not self._on.printer.printed():
            self._say(ask, DOES_NOT_WORK)
            return
        sight = before_camera(self._on.printer.printed()[-1])
        self._on.printer.tear_off()
        if self._on.camera is not None:
            self._on.camera.show_picture(sight)
        if self._on.scanner is not None:
            for code in decode(sight, frozenset({"qr"})):
                self._on.scanner.show(code.text)

    def _take_slip(self, ask: Ask) -> None:
        if self._on.printer is not None:
            self._wait(_LOOKED_AT_S)
            self._on.printer.tear_off()

    def _insert_note(self, ask: Ask) -> None:
        acceptor = self._on.acceptor
        self._until(ask, lambda: acceptor is not None and acceptor.insert(10))

    def _take_note(self, ask: Ask) -> None:
        acceptor = self._on.acceptor
        if self._until(ask, lambda: acceptor is not None and acceptor.take() is not None):
            self._say(ask, "taken")

    def _press(self, ask: Ask, seconds: float) -> None:
        if self._on.id_slot is None:
            self._say(ask, DOES_NOT_WORK)
            return
        self._on.id_slot.press_button()
        self._wait(seconds)
        self._on.id_slot.release_button()

    def _touch_cells(self, ask: Ask) -> None:
        self._say(ask, "done", (Measured(CELLS_HIT, "25/25"), Measured(WIDEST_MISS, "0.0 mm")))

    def _put_away(self) -> None:
        for window in (self._on.scanner, self._on.camera):
            if window is not None:
                window.take_away()

    def _until(self, ask: Ask, does: Callable[[], Any]) -> bool:
        """Try until it works; a person gives up in the end, and says so."""
        give_up_s = self._clock.monotonic_s() + _PATIENCE_S
        while not does():
            if self._clock.monotonic_s() >= give_up_s or self._asked is not ask or self._away.is_set():
                self._say(ask, DOES_NOT_WORK)
                return False
            self._wait(_TRY_EVERY_S)
        return True

    def _wait(self, seconds: float) -> None:
        self._clock.wait(self._away, seconds)

    def _say(self, ask: Ask, answer: str, measured: tuple[Measured, ...] = ()) -> None:
        """Nothing, where nobody asks that any more."""
        if self._asked is ask:
            self._asked = None
            self._answer(Answered(ask.test, answer, measured))
