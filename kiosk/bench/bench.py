"""The whole bench: every simulated device of a machine, worked by the names of its controls.

Acts run on the bench's own worker, because drawing a code or waiting for a device takes longer than a frame.
"""

import random
from collections.abc import Callable

from kiosk.bench.card_reader import CardReaderPart
from kiosk.bench.code_window import CodeWindowPart
from kiosk.bench.control import BenchPart, Control
from kiosk.bench.door import DoorPart
from kiosk.bench.household import Resident
from kiosk.bench.id_reader import IdReaderPart
from kiosk.bench.note_acceptor import NoteAcceptorPart
from kiosk.bench.printer import PrinterPart
from kiosk.bench.recharge_cards import RechargeCardsPart
from kiosk.bench.terminal import TerminalPart
from kiosk.bench.words import BenchWords
from kiosk.gateway.demonstration.recharge_cards import cards_by_biller
from kiosk.gateway.parties.biller_rules import shipped_biller_book
from kiosk.runtime.clock import Clock
from kiosk.runtime.workers import Worker
from kiosk.wiring.hands import Hands
from screens.bench_panel.bench_view import BenchDevice, BenchView, PaperWords, Press


class Bench:
    """`changed` is called on the worker's thread after every act."""

    def __init__(
        self, hands: Hands, clock: Clock, chance: random.Random, changed: Callable[[], None] = lambda: None
    ) -> None:
        self._words = words = BenchWords()
        self._changed = changed
        book = shipped_biller_book()
        self._resident = Resident(words, book)
        self._window: CodeWindowPart | None = None
        self._printer: PrinterPart | None = None
        left: list[BenchPart] = []
        middle: list[BenchPart] = []
        right: list[BenchPart] = []
        if hands.id_slot is not None:
            left.append(IdReaderPart(hands.id_slot, self._resident, words))
        if hands.camera is not None or hands.scanner is not None:
            self._window = CodeWindowPart(hands.camera, hands.scanner, self._resident, words, clock, chance)
            left.append(self._window)
        if hands.card_slot is not None:
            middle.append(CardReaderPart(hands.card_slot, self._resident, words))
        if hands.terminal is not None:
            middle.append(TerminalPart(hands.terminal, words))
        if hands.note_acceptor is not None:
            middle.append(NoteAcceptorPart(hands.note_acceptor, words))
        if hands.printer is not None:
            self._printer = PrinterPart(hands.printer, words)
            right.append(self._printer)
        sold = {code: card for cards in cards_by_biller(book).values() for code, card in cards.items()}
        right.append(RechargeCardsPart(sold, self._window, words, chance))
        if hands.door is not None:
            right.append(DoorPart(hands.door, words))
        self._columns = (tuple(left), tuple(middle), tuple(right))
        self._controls: dict[str, Control] = {}
        for part in (self._resident, *left, *middle, *right):
            self._controls |= {control.name: control for control in part.board.made}
        self.worker = Worker("bench", clock)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._controls)

    def view(self) -> BenchView:
        return BenchView(
            title=self._words("panel.title"),
            note=self._words("panel.note"),
            top=self._resident.device(),
            columns=tuple(self._column(parts) for parts in self._columns),
            paper=self._paper_words(),
            slip=self._printer.last_slip() if self._printer else None,
        )

    def press(self, name: str, press: Press) -> None:
        """Raises KeyError for a name no control has."""
        control = self._controls[name]
        act = control.release if press == "up" else control.act
        if act is not None:
            self.worker.submit(lambda: self._do(act))

    def pass_time(self) -> None:
        """To be called several times a second."""
        if self._window is not None:
            self._window.lower_hand()

    def _do(self, act: Callable[[], object]) -> None:
        try:
            act()
        finally:
            self._changed()

    def _column(self, parts: tuple[BenchPart, ...]) -> tuple[BenchDevice, ...]:
        return tuple(part.device() for part in parts)

    def _paper_words(self) -> PaperWords:
        slip = self._printer.last_slip() if self._printer else None
        heading = self._words("panel.printed", number=str(slip.number)) if slip else ""
        says = self._words
        return PaperWords(heading, says("panel.no_receipt"), says("panel.enlarge"), says("panel.shrink"))
