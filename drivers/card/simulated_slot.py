"""What all simulated motorised slots share: a card moved by motor or hand, a red button, a wrong baud rate.

A make adds its protocol. Passive: acts only when the line hands it bytes or time, or a hand does something.
"""

from abc import abstractmethod
from typing import Final

from drivers.card.simulated_button import SimulatedButton
from drivers.card.simulated_cards import SimulatedCard, Wallet
from drivers.card.slot_mechanics import SlotMechanics
from drivers.clock import DeviceClock
from drivers.simulation.acts import Acts, HandAct, seconds_of, times_of
from drivers.simulation.device import SimulatedDevice

LATENCY_S: Final = 0.004
_GARBLED: Final = bytes.fromhex("F8 80 FE 00")
"""What a wrong baud rate makes of an answer."""


class SimulatedSlot(SimulatedDevice):
    def __init__(self, name: str, clock: DeviceClock, slot: SlotMechanics, wallet: Wallet) -> None:
        super().__init__(name)
        self.slot = slot
        self.button = SimulatedButton(clock)
        self.not_acknowledged = 0
        """So many of the next commands arrive broken, as the device says with NAK."""
        self._clock = clock
        self._wallet = wallet
        self._cards: dict[str, SimulatedCard] = {}
        """Those that a hand has had by name: the same card comes again, with what stands on it."""
        self._unit_baud_rate: int | None = None
        self._line_baud_rate: int | None = None

    # -- the hand -----------------------------------------------------------------------------------

    def insert(self, card: SimulatedCard) -> bool:
        """Offer a card to the slot; False when the entry is closed or occupied."""
        with self.hand():
            now_s = self._clock.monotonic_s()
            self._settle(now_s)
            self._card_presented()
            return self.slot.push_in(card, now_s)

    def take(self) -> SimulatedCard | None:
        """Take the card that sticks out; None when none does."""
        with self.hand():
            self._settle(self._clock.monotonic_s())
            return self.slot.remove() if self.slot.at_exit else None

    def pull(self) -> SimulatedCard | None:
        """Tear the card out, wherever it is."""
        with self.hand():
            return self.slot.remove()

    def press_button(self) -> None:
        with self.hand():
            self.button.press()

    def release_button(self) -> None:
        with self.hand():
            self.button.release()

    def jam(self, jammed: bool = True) -> None:
        with self.hand():
            self.slot.jammed = jammed

    def hold_card(self, held: bool = True) -> None:
        with self.hand():
            self.slot.held_by_hand = held

    def stick_shutter(self, stuck: bool = True) -> None:
        with self.hand():
            self.slot.shutter_stuck = stuck

    def acts(self) -> Acts:
        return super().acts() | {
            "insert": HandAct(f"CARD ({', '.join(self._wallet)})", "push a card in", self._insert_named),
            "meter": HandAct("CARD", "put a card that was used here into its meter", self._visit_meter),
            "take": HandAct("", "take the card that sticks out", lambda words: _seen(self.take())),
            "pull": HandAct("", "tear the card out, wherever it is", lambda words: _seen(self.pull())),
            "press": HandAct("[SECONDS]", "press the red button, for so long", self._press),
            "release": HandAct("", "let go of it", lambda words: self.release_button()),
            "jam": HandAct("", "the card sticks in the slot", lambda words: self.jam()),
            "free": HandAct("", "it does not any more", lambda words: self.jam(False)),
            "hold_card": HandAct("", "hold the card against the motor", lambda words: self.hold_card()),
            "let_card_go": HandAct("", "hold it no more", lambda words: self.hold_card(False)),
            "stick_shutter": HandAct("", "the entry does not move", lambda words: self.stick_shutter()),
            "free_shutter": HandAct("", "it moves again", lambda words: self.stick_shutter(False)),
            "nak": HandAct("TIMES", "the next commands arrive broken", self._break_commands),
            "line_baud": HandAct("RATE", "the host speaks at another rate", self._set_line_baud),
            "where": HandAct("", "where the card is", lambda words: self._where()),
        }

    def button_pressed(self) -> bool:
        return self.button.is_pressed()

    # -- for the make -------------------------------------------------------------------------------

    def _heard(self, data: bytes, now_s: float) -> None:
        if self._understands_baud():
            self._hear(data, now_s)
        elif data:
            self._say(now_s + LATENCY_S, _GARBLED)

    @abstractmethod
    def _hear(self, data: bytes, now_s: float) -> None:
        """Bytes from the host, at the right baud rate."""

    def _understands_baud(self) -> bool:
        return self._unit_baud_rate in {None, self._line_baud_rate}

    def _settle(self, now_s: float) -> None:
        self.slot.settle(now_s)

    def _power_lost(self) -> None:
        self.slot.halt()

    def _card_presented(self) -> None:
        """A card, perhaps the same as before, comes in."""

    def _bin_acts(self) -> Acts:
        """For a make with a bin behind it."""
        return {
            "bin_full": HandAct("", "the bin for forgotten cards is full", lambda words: self._stuff_bin()),
            "empty_bin": HandAct("", "empty it; how many cards it held", lambda words: self._empty_bin()),
        }

    # -- words --------------------------------------------------------------------------------------

    def _insert_named(self, words: list[str]) -> str:
        if words[0] not in self._wallet:
            raise ValueError(f"no card {words[0]!r}; there are {', '.join(self._wallet)}")
        card = self._cards.setdefault(words[0], self._wallet[words[0]]())
        return "in" if self.insert(card) else "the entry takes no card now"

    def _visit_meter(self, words: list[str]) -> str:
        card = self._cards.get(words[0])
        if card is None:
            raise ValueError(f"no card {words[0]!r} has been used yet")
        with self.hand():
            return "taken over" if card.visit_meter(int(self._clock.wall_s())) else "nothing to take over"

    def _press(self, words: list[str]) -> None:
        with self.hand():
            self.button.press(seconds_of(words) if words else None)

    def _break_commands(self, words: list[str]) -> None:
        with self.hand():
            self.not_acknowledged = times_of(words)

    def _set_line_baud(self, words: list[str]) -> None:
        with self.hand():
            self._line_baud_rate = int(words[0])

    def _stuff_bin(self) -> None:
        with self.hand():
            self.slot.bin_stuffed = True

    def _empty_bin(self) -> str:
        with self.hand():
            held = self.slot.cards_in_bin
            self.slot.empty_bin()
            return f"{held} cards"

    def _where(self) -> str:
        with self.hand():
            self._settle(self._clock.monotonic_s())
            entry = "open" if self.slot.entry_open else "closed"
            return f"{self.slot.position.value}, entry {entry}"


def _seen(card: SimulatedCard | None) -> str:
    return "no card" if card is None else "a card"
