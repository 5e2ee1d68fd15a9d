"""The identity-card reader on the bench: cards of all kinds, the red button, and what can go wrong."""

from collections.abc import Callable

from drivers.card.simulated_cards import SimulatedCard
from drivers.idcard.simulated_cards import SimulatedIdCard, id_card
from drivers.idcard.simulator import IdReaderSimulator
from drivers.idcard.text_block import IdCardKind
from kiosk.bench.control import Board, Control
from kiosk.bench.household import Resident
from kiosk.bench.slot import Slot
from kiosk.bench.words import BenchWords
from kiosk.gateway.demonstration.check_digits import id_number
from screens.bench_panel.bench_view import BenchDevice

_NOBODY = "31010819500101999"
"""Seventeen digits that no household of the demonstration has."""

_FOREIGNER = ("DEMO VISITOR", "CHN310160010019")


class IdReaderPart:
    def __init__(self, reader: IdReaderSimulator, resident: Resident, words: BenchWords) -> None:
        self._reader = reader
        self._resident = resident
        self.board = Board(words, "id_reader")
        self._slot = Slot(reader, self.board)
        self.board.row("cards", *self._cards())
        red_button = self.board.control("red_button", reader.press_button, release=reader.release_button)
        self.board.row("hand", self._slot.take(), self._slot.pull(), red_button)
        self.board.row("faults", *self._slot.faults())

    def device(self) -> BenchDevice:
        return self._slot.device("id_card")

    def _cards(self) -> tuple[Control, ...]:
        return (
            self._inserting("insert_own", self._own),
            self._inserting("insert_several", self._several),
            self._inserting("insert_turned", self._turned),
            self._inserting("insert_unknown", lambda: id_card("Nobody", id_number(_NOBODY))),
            self._inserting(
                "insert_foreign",
                lambda: id_card(*_FOREIGNER, "20300101", IdCardKind.FOREIGN_PERMANENT_RESIDENT),
            ),
            self._inserting("insert_other", SimulatedCard),
        )

    def _inserting(self, name: str, make: Callable[[], SimulatedCard]) -> Control:
        return self.board.control(name, lambda: self._reader.insert(make()), self._slot.takes_cards)

    def _own(self) -> SimulatedIdCard:
        household = self._resident.household
        return id_card(household.holder, household.id_number)

    def _several(self) -> SimulatedIdCard:
        household = self._resident.with_several_accounts()
        return id_card(household.holder, household.id_number)

    def _turned(self) -> SimulatedIdCard:
        card = self._own()
        card.upside_down = True
        return card
