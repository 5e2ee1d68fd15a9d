"""The IC-card slot on the bench: the cards of gas, electricity and city, and what can go wrong."""

from collections.abc import Callable

from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.simulated_cards import SimulatedCard, cpu_card
from drivers.card.simulated_slot import SimulatedSlot
from kiosk.bench.control import Board, Control
from kiosk.bench.household import Resident
from kiosk.bench.slot import Slot
from kiosk.bench.words import BenchWords
from screens.bench_panel.bench_view import BenchDevice

_PROFILES = {profile.kind: profile for profile in DEMONSTRATION_PROFILES}


class CardReaderPart:
    def __init__(self, reader: SimulatedSlot, resident: Resident, words: BenchWords) -> None:
        self._reader = reader
        self._resident = resident
        self.board = Board(words, "card_reader")
        self._slot = Slot(reader, self.board)
        self.board.row(
            "",
            self._of_account("insert_gas", "gas"),
            self._of_account("insert_electricity", "electricity"),
            self._inserting("insert_citizen", self._citizen),
            self._inserting("insert_turned", self._turned),
            self._inserting("insert_other", SimulatedCard),
            self._slot.take(),
        )
        self.board.row("", self._slot.pull(), *self._slot.faults(), across=4)

    def device(self) -> BenchDevice:
        return self._slot.device("ic_card")

    def _inserting(self, name: str, make: Callable[[], SimulatedCard]) -> Control:
        return self.board.control(name, lambda: self._reader.insert(make()), self._slot.takes_cards)

    def _of_account(self, name: str, utility: str) -> Control:
        """Only applies when the resident at hand has such an account."""

        def insert() -> None:
            account = self._resident.account(utility)
            if account is not None:
                self._reader.insert(cpu_card(_PROFILES[utility], account.number))

        def applies() -> bool:
            return self._slot.takes_cards() and self._resident.account(utility) is not None

        return self.board.control(name, insert, applies)

    def _citizen(self) -> SimulatedCard:
        return cpu_card(_PROFILES["citizen"], self._resident.citizen_card)

    def _turned(self) -> SimulatedCard:
        card = self._citizen()
        card.upside_down = True
        return card
