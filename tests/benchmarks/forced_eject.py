"""How soon a card is thrown out when the screen's thread hangs and nobody answers at the gateway.

A whole machine on the real clock; its own thread, which the screens share, is blocked for thirty seconds,
and near their end a hand holds the red button. Measured on the wire: the reset with ejection, against three
seconds of holding.
"""

import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from drivers.card.crt310.commands import RESET_EJECT_FRONT
from drivers.card.crt310.frames import Frame
from drivers.clock import SystemDeviceClock
from drivers.idcard.simulated_cards import id_card
from drivers.idcard.simulator import IdReaderSimulator
from drivers.simulation.acts import work
from kiosk import places
from kiosk.gateway.demonstration.check_digits import id_number
from kiosk.runtime.clock import SystemClock
from kiosk.settings.load import load_settings
from kiosk.wiring.machine import Machine, Surroundings

BLOCKED_S = 30.0
PRESSED_AFTER_S = 25.0
HOLD_S = 3.0
LET_GO_AFTER_S = 3.4
PAUSE_S = 1.2
ROUNDS = 2
ADDRESS_NOBODY_ANSWERS_AT = "http://127.0.0.1:9"

State = Callable[[IdReaderSimulator], None]


def idle(reader: IdReaderSimulator) -> None:
    """No card, entry open."""


def card_being_read(reader: IdReaderSimulator) -> None:
    """A card goes in so that the third second falls into its reading."""
    threading.Timer(HOLD_S - 0.7, _insert, [reader]).start()


def module_silent(reader: IdReaderSimulator) -> None:
    """A card lies before a module that answers nothing."""
    work(reader, "module_silent")
    threading.Timer(HOLD_S - 1.5, _insert, [reader]).start()


def card_jammed(reader: IdReaderSimulator) -> None:
    reader.slot.jammed = True
    threading.Timer(HOLD_S - 1.5, _insert, [reader]).start()


STATES: dict[str, State] = {
    "idle": idle,
    "card being read": card_being_read,
    "module silent": module_silent,
    "card jammed": card_jammed,
}


def forced_eject(rounds: int = ROUNDS) -> list[str]:
    lines = ["forced eject: milliseconds from the third second to the command on the wire"]
    worst = 0.0
    for name, state in STATES.items():
        late_ms = [_once(state) * 1000 for _ in range(rounds)]
        worst = max(worst, *late_ms)
        lines.append(
            f"  {name:18} median {statistics.median(late_ms):6.1f}  "
            f"earliest {min(late_ms):6.1f}  latest {max(late_ms):6.1f}"
        )
    lines.append(f"  latest of all {worst:.1f} ms; the screen's thread blocked, the gateway unreachable")
    return lines


def _once(state: State) -> float:
    """How many seconds after the third second of the hold the ejection was commanded."""
    with tempfile.TemporaryDirectory() as folder:
        machine = _machine(Path(folder))
        reader = machine.hands.id_slot
        assert reader is not None
        commanded: list[float] = []
        reader.on_command = lambda now_s, command: _note(commanded, now_s, command)
        machine.start()
        for _ in range(20):  # the thread is alive until the reader is up and its entry open
            time.sleep(0.1)
            machine.tick()
            machine.drain()
        commanded.clear()
        pressed: list[float] = []
        hand = threading.Thread(target=_hold, args=(reader, state, pressed))
        hand.start()
        time.sleep(BLOCKED_S)  # neither tick nor drain: the screen hangs
        hand.join()
        machine.stop()
    after = [at_s for at_s in commanded if at_s >= pressed[0]]
    return after[0] - pressed[0] - HOLD_S


def _hold(reader: IdReaderSimulator, state: State, pressed: list[float]) -> None:
    time.sleep(PRESSED_AFTER_S)
    pressed.append(time.monotonic())
    reader.press_button()
    state(reader)
    time.sleep(LET_GO_AFTER_S)
    reader.release_button()
    time.sleep(PAUSE_S)


def _insert(reader: IdReaderSimulator) -> None:
    reader.insert(id_card("DEMO", id_number("31010819500101999")))


def _note(commanded: list[float], now_s: float, command: Frame) -> None:
    if command == RESET_EJECT_FRONT:
        commanded.append(now_s)


def _machine(state: Path) -> Machine:
    return Machine(
        load_settings(places.CONFIG),
        Surroundings(
            clock=SystemClock(),
            device_clock=SystemDeviceClock(),
            state=state,
            gateway_url=ADDRESS_NOBODY_ANSWERS_AT,
            wake=lambda: None,
            changed=lambda session: None,
            wipe=lambda: None,
            chance=random.Random(3),
        ),
    )
