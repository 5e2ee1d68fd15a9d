"""A kiosk's card terminal and note acceptor, which outlive its process as steel does, and hands at them.

Both are the drivers' simulators on loopback ports, reached by the real drivers. What they remember is their
own truth: which sale was approved, which notes ever went into the box.
"""

import random
import threading
import time

from drivers.cash.id003.simulator import Id003Simulator
from drivers.cash.simulated_acceptor import SimulatedAcceptor
from drivers.cash.ssp.simulator import SspSimulator
from drivers.clock import ScaledDeviceClock
from drivers.terminal.acquirer import AcquirerLink
from drivers.terminal.frames import TerminalMessage
from drivers.terminal.port import TerminalStage
from drivers.terminal.simulator import SimulatedTerminal
from drivers.transport import serve_tcp
from kiosk.settings.devices import Devices, NoteAcceptor, Terminal

SPEED = 3.0
"""How much faster the mechanics are than real ones, so that a kill meets them more often."""
CARDS = ("6222020200112233446", "6222020200112233446", "6222020200110051", "6222020200110091")
"""Pays, pays, has no money, pays but the acquirer's answer is lost."""
NOTES_YUAN = (5, 10, 20, 50, 100, 100, 100)
_LOOK_S = 0.1


class Hardware:
    """`model` is the note acceptor's. Somebody stands there and pays until `leave`."""

    def __init__(self, model: str, acquirer: AcquirerLink, chance: random.Random) -> None:
        self.clock = ScaledDeviceClock(SPEED)
        self.terminal = SimulatedTerminal(acquirer)
        self.acceptor: SimulatedAcceptor = (
            SspSimulator(self.clock) if model == "ssp" else Id003Simulator(self.clock)
        )
        terminal_url, terminal_line = serve_tcp(self.terminal, self.clock)
        acceptor_url, acceptor_line = serve_tcp(self.acceptor, self.clock)
        self._lines = (terminal_line, acceptor_line)
        self.devices = Devices(
            terminal=Terminal(url=terminal_url), note_acceptor=NoteAcceptor(model=model, url=acceptor_url)
        )
        self._chance = chance
        self._gone = threading.Event()
        self._hands = threading.Thread(target=self._work, name="hands", daemon=True)
        self._hands.start()

    def cut_power(self) -> None:
        self.terminal.cut_power()
        self.acceptor.cut_power()

    def restore_power(self) -> None:
        self.terminal.restore_power()
        self.acceptor.restore_power()

    def leave(self) -> None:
        """With what sticks out of the slots; nobody comes again."""
        self._gone.set()
        self._hands.join()
        self.terminal.press_cancel()
        self.terminal.take_card()
        self.acceptor.take()

    def close(self) -> None:
        self._gone.set()
        self._hands.join()
        for line in self._lines:
            line.close()

    def results(self) -> dict[str, TerminalMessage]:
        """What the terminal would answer, asked for its last results, by payment."""
        with self.terminal.lock:
            return dict(vars(self.terminal)["_results"])

    def stacked_fen(self) -> list[int]:
        """Every note that ever went into the box, by value; one past the point of no return as well."""
        self.acceptor.take()
        path = self.acceptor.path
        return sorted(path.stacked_ever.elements())

    def _work(self) -> None:
        while not self._gone.wait(_LOOK_S):
            self._at_the_terminal()
            self._at_the_slot()

    def _at_the_terminal(self) -> None:
        match self.terminal.stage:
            case TerminalStage.INSERT_CARD:
                self.terminal.insert_card(self._chance.choice(CARDS))
            case TerminalStage.ENTER_PIN:
                self.terminal.enter_pin(right=self._chance.random() < 0.9)
            case TerminalStage.REMOVE_CARD:
                self.terminal.take_card()

    def _at_the_slot(self) -> None:
        self.acceptor.take()
        if self.acceptor.path.mouth_open and self._chance.random() < 0.5:
            self.acceptor.insert(self._chance.choice(NOTES_YUAN))


def come_to_rest(hardware: Hardware) -> None:
    """Until no note moves any more."""
    until_s = time.monotonic() + 30.0
    while hardware.acceptor.path.note is not None and time.monotonic() < until_s:
        hardware.acceptor.take()
        time.sleep(_LOOK_S)
