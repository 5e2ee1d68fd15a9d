"""Simulated identity-card readers with a hand: the module inside a CRT-310 slot, and the flat one."""

from typing import Final

from drivers.card.crt310.simulator import Crt310Simulator
from drivers.card.simulated_button import SimulatedButton
from drivers.card.simulated_cards import SimulatedCard
from drivers.clock import DeviceClock
from drivers.idcard.simulated_cards import ID_CARDS
from drivers.idcard.simulated_module import SimulatedModule
from drivers.simulation.acts import Acts, HandAct, seconds_of
from drivers.simulation.device import SimulatedDevice

_FLAT_BAUD_RATE: Final = 115_200


class IdReaderSimulator(Crt310Simulator):
    """Implements `SimulatedPeer`; slot and module share the line at `baud_rate`."""

    def __init__(self, clock: DeviceClock, baud_rate: int = 38_400) -> None:
        self.module = SimulatedModule(baud_rate)
        super().__init__(clock, self.module, ID_CARDS)


class FlatIdReaderSimulator(SimulatedDevice):
    """A module under a plate: nothing moves and nothing feels the card but its radio."""

    def __init__(self, clock: DeviceClock, baud_rate: int = _FLAT_BAUD_RATE) -> None:
        super().__init__("flat identity-card reader")
        self.module = SimulatedModule(baud_rate)
        self.card: SimulatedCard | None = None
        self.button = SimulatedButton(clock)

    def insert(self, card: SimulatedCard) -> bool:
        """Lay a card on the plate; False where one lies."""
        with self.hand():
            if self.card is not None:
                return False
            self.card = card
            self.module.card_presented()
            return True

    def take(self) -> SimulatedCard | None:
        """Lift it off; None when none lies there."""
        with self.hand():
            card, self.card = self.card, None
            return card

    pull = take

    def press_button(self) -> None:
        with self.hand():
            self.button.press()

    def release_button(self) -> None:
        with self.hand():
            self.button.release()

    def button_pressed(self) -> bool:
        return self.button.is_pressed()

    def acts(self) -> Acts:
        return (
            super().acts()
            | self.module.acts()
            | {
                "insert": HandAct(
                    f"CARD ({', '.join(ID_CARDS)})", "lay a card on the plate", self._lay_named
                ),
                "take": HandAct("", "lift it off", lambda words: "a card" if self.take() else "no card"),
                "press": HandAct("[SECONDS]", "press the red button, for so long", self._press),
                "release": HandAct("", "let go of it", lambda words: self.release_button()),
            }
        )

    def _heard(self, data: bytes, now_s: float) -> None:
        self.module.receive(data, now_s, lambda: self.card, self._say)

    def _power_back(self) -> None:
        self.module.card_presented()

    def _lay_named(self, words: list[str]) -> str:
        if words[0] not in ID_CARDS:
            raise ValueError(f"no card {words[0]!r}; there are {', '.join(ID_CARDS)}")
        return "on the plate" if self.insert(ID_CARDS[words[0]]()) else "a card lies there already"

    def _press(self, words: list[str]) -> None:
        with self.hand():
            self.button.press(seconds_of(words) if words else None)
