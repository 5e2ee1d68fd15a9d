"""Somebody at the real window, offscreen: presses the bench and the screens, and tells what is seen.

Run as `python -m tests.system.at_the_window STORY`; prints one word a line. Ends the program by SIGTERM, as
the system does, and then says where the identity card is.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from drivers.card.position import Position
from drivers.clock import DeviceClock
from drivers.terminal.acquirer import AcquirerLink
from kiosk import places
from kiosk.access.demonstration import DEMONSTRATION_PIN
from kiosk.app import Wanted, run_window
from kiosk.settings.devices import Devices
from kiosk.wiring import machine, voice
from kiosk.wiring.hands import Hands, hands_for
from tests.system.ears import Ears

LOOK_EVERY_S = 0.05
LATE_S = 0.2
"""Each answer of the reader, still within what the driver waits for."""
FINGERS_S = 0.8
"""Between two taps: longer than the guard against double ones."""
STORY_S = 90
"""On a machine busy with other tests; alone a story takes ten seconds."""

EARS = Ears()
Reached = Callable[[], bool]
Story = Iterator[Reached]


class Visitor:
    """Made when the first screen is there. A story yields what it waits for."""

    def __init__(self, hands: Hands) -> None:
        from kivy.core.window import Window  # noqa: PLC0415 - Kivy starts late

        self._window: Any = Window
        self.hands = hands
        [desk] = Window.children
        self.display: Any = desk.host
        self.host: Any = desk.host.resident
        self.panel: Any = desk.panel

    def begin(self, story: Story) -> None:
        from kivy.clock import Clock  # noqa: PLC0415 - Kivy starts late

        waited_for: list[Reached] = [next(story)]
        latest_s = time.monotonic() + STORY_S

        def look(_elapsed_s: float) -> None:
            try:
                if time.monotonic() > latest_s:
                    raise LookupError(f"stuck: {self._state(waited_for[0])}")
                while waited_for[0]():
                    waited_for[0] = next(story)
            except (StopIteration, LookupError) as end:
                if isinstance(end, LookupError):
                    tell(str(end))
                looking.cancel()
                os.kill(os.getpid(), signal.SIGTERM)

        looking = Clock.schedule_interval(look, LOOK_EVERY_S)

    def _state(self, waited_for: Reached) -> str:
        where = f"{waited_for.__qualname__} line {waited_for.__code__.co_firstlineno}"
        slot = self.hands.id_slot.slot.position.name if self.hands.id_slot else "-"
        return f"{where}, screen {self.host.view.screen if self.host.view else '-'}, card {slot}"

    def press(self, widget: Any) -> None:
        self.lay_finger_on(widget)
        self.lift_finger_from(widget)

    def lay_finger_on(self, widget: Any) -> None:
        self._finger("on_mouse_down", widget)

    def lift_finger_from(self, widget: Any) -> None:
        self._finger("on_mouse_up", widget)

    def _finger(self, does: str, widget: Any) -> None:
        x, y = widget.to_window(*widget.center)
        self._window.dispatch(does, x, self._window.height - y, "left", [])

    def on_bench(self, name: str) -> Story:
        """Press a control as soon as it applies."""
        control = self.panel.find(name)
        yield lambda: bool(control.enabled)
        self.press(control)

    def inserts(self, name: str) -> Story:
        """Push a card in until it stays: a reader that is just starting may close its entry again."""
        assert self.hands.id_slot is not None
        slot = self.hands.id_slot.slot
        while slot.position is Position.EMPTY:
            yield from self.on_bench(name)
            patient_until_s = time.monotonic() + FINGERS_S
            yield (
                lambda latest_s=patient_until_s: (
                    slot.position is not Position.EMPTY or time.monotonic() > latest_s
                )
            )

    def taps(self, *names: str) -> Story:
        """Press buttons of whoever has the display, each as soon as it is there, open and past the guard
        against double taps."""
        for name in names:
            since_s = time.monotonic()
            yield lambda name=name, since_s=since_s: self._is_open(name, since_s)
            self.press(self.display.find(name))

    def _is_open(self, name: str, since_s: float) -> bool:
        try:
            return bool(self.display.find(name).enabled) and time.monotonic() - since_s > FINGERS_S
        except LookupError:
            return False

    def reads(self, screen: str) -> Story:
        yield lambda: self.host.view is not None and self.host.view.screen == screen
        tell(screen)


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def pays(visitor: Visitor) -> Story:
    """By identity card and phone; drawing fails once on the way."""
    break_one_drawing(visitor)
    yield from visitor.inserts("id_reader.insert_own")
    yield from visitor.on_bench("id_reader.take")
    yield from visitor.reads("bills")
    yield from visitor.taps("pay")
    yield from visitor.reads("methods")
    yield from visitor.on_bench("code_window.keep")  # however slow the machine is to look
    yield from visitor.on_bench("code_window.approves")
    yield from visitor.reads("done")
    yield from visitor.taps("print")
    yield from visitor.on_bench("printer.tear_off")
    yield lambda: visitor.panel.paper.slip is not None
    tell(f"receipt {visitor.panel.paper.slip.width_px}")
    yield from visitor.reads("goodbye")


def break_one_drawing(visitor: Visitor) -> None:
    whole = visitor.host.render

    def broken(view: Any) -> None:
        visitor.host.render = whole
        raise ValueError("a text with somebody's name in it")

    visitor.host.render = broken


def leaves_card_inside(visitor: Visitor) -> Story:
    """Through a reader that answers late, so that a busy machine sees the card inside before it is out."""
    assert visitor.hands.id_slot is not None
    visitor.hands.id_slot.faults.late_s = LATE_S
    yield from visitor.inserts("id_reader.insert_own")
    pull = visitor.panel.find("id_reader.pull")
    yield lambda: bool(pull.enabled)
    tell("card inside")


def visits(visitor: Visitor) -> Story:
    """A technician opens the door, signs in, tests one part and gives the machine back."""
    yield from visitor.on_bench("door.open")
    yield lambda: bool(visitor.display.technician_shown)
    tell(f"resident sees {visitor.host.view.screen}")
    yield from visitor.taps(*(f"digit_{digit}" for digit in "07" + DEMONSTRATION_PIN.value))
    yield from visitor.taps("single", "start_id_reader.module")
    tell("testing")
    yield from visitor.on_bench("door.shut")
    yield from visitor.taps("back", "leave")
    yield lambda: not visitor.display.technician_shown
    yield from visitor.reads("home")


def hears(visitor: Visitor) -> Story:
    """Each screen is said from when it comes up until a finger touches; closing ends the last one."""
    yield lambda: len(EARS.heard) == 1
    water = visitor.display.find("water")
    visitor.lay_finger_on(water)
    yield lambda: len(EARS.cut) == 1
    tell("cut by the touch")
    visitor.lift_finger_from(water)
    yield lambda: len(EARS.heard) == 2
    tell("the next begun")


STORIES = {"hears": hears, "visits": visits, "pays": pays, "leaves_card_inside": leaves_card_inside}


def main(story: str) -> int:
    fitted: list[Hands] = []

    def remembering(devices: Devices, clock: DeviceClock, acquirer: AcquirerLink) -> Hands:
        fitted.append(hands_for(devices, clock, acquirer))
        return fitted[-1]

    def first_screen(said: str) -> None:
        tell(said)
        visitor = Visitor(fitted[0])
        visitor.begin(STORIES[story](visitor))

    machine.hands_for = remembering
    if story == "hears":
        voice.Espeak, voice.SystemPlayer = EARS.engine, EARS.player
    status = run_window(places.CONFIG, first_screen, Wanted(offscreen=True))
    [hands] = fitted
    tell(f"card {hands.id_slot.slot.position.name}" if hands.id_slot else "no reader")
    if story == "hears":
        tell(f"{len(EARS.heard) - len(EARS.cut)} still speaking")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
