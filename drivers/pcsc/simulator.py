"""A simulated desk reader for IC cards: speaks CCID, and has a hand to put cards in and take them out."""

from functools import partial
from typing import Final

from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.wallet import METER_CARDS
from drivers.pcsc import ccid
from drivers.pcsc.ccid import Fault, Icc, Kind, Message
from drivers.pcsc.virtual_card import VirtualCard, virtual_card
from drivers.pcsc.virtual_meter_card import VirtualMeterCard
from drivers.simulation.acts import Acts, HandAct
from drivers.simulation.device import SimulatedDevice

_ANSWER_S: Final = 0.01
_CHIP_S: Final = 0.08
_PROFILES: Final = {profile.kind: profile for profile in DEMONSTRATION_PROFILES}


class SimulatedDeskReader(SimulatedDevice):
    def __init__(self) -> None:
        super().__init__("card reader")
        self.card: VirtualCard | None = None
        self._powered_card = False
        self._decoder = ccid.Decoder()
        self._seen = False
        self._now_s = 0.0
        self._cards: dict[str, VirtualCard] = {}
        """Those that a hand has had by name: the same card comes again, with what stands on it."""

    # -- the hand -----------------------------------------------------------------------------------

    def insert(self, card: VirtualCard) -> None:
        """A second card does not fit in: it takes the place of the first."""
        with self.hand():
            self.card, self._powered_card = card, False

    def pull(self) -> VirtualCard | None:
        with self.hand():
            pulled, self.card, self._powered_card = self.card, None, False
            return pulled

    def acts(self) -> Acts:
        kinds = ", ".join(_PROFILES)
        return super().acts() | {
            "insert": HandAct("KIND NUMBER", f"put in a card: {kinds}", self._insert),
            "insert_meter_card": HandAct(
                "CARD", "put in a meter card: " + ", ".join(METER_CARDS), self._insert_meter
            ),
            "insert_mute": HandAct("", "put in a card the wrong way round", self._insert_mute),
            "insert_damaged": HandAct("", "put in a card that cannot be read", self._insert_damaged),
            "pull": HandAct("", "take the card out", lambda words: self.pull() and None),
        }

    def _insert(self, words: list[str]) -> None:
        kind, number = words
        if kind not in _PROFILES or not number.isdecimal():
            raise ValueError(f"a kind of {', '.join(_PROFILES)} and a number in digits")
        self.insert(virtual_card(_PROFILES[kind], number))

    def _insert_meter(self, words: list[str]) -> None:
        if words[0] not in METER_CARDS:
            raise ValueError(f"one of {', '.join(METER_CARDS)}")
        card = self._cards.setdefault(words[0], VirtualMeterCard(card=METER_CARDS[words[0]]()))
        self.insert(card)

    def _insert_mute(self, words: list[str]) -> None:
        self.insert(VirtualCard(mute=True))

    def _insert_damaged(self, words: list[str]) -> None:
        card = virtual_card(_PROFILES["gas"], "90380501234")
        card.damaged = True
        self.insert(card)

    # -- the reader ---------------------------------------------------------------------------------

    def _power_lost(self) -> None:
        self._powered_card = self._seen = False
        self._decoder = ccid.Decoder()

    def next_due_s(self) -> float | None:
        with self.lock:
            changed = self._powered and self._seen is not (self.card is not None)
            return self._now_s if changed else super().next_due_s()

    def _settle(self, now_s: float) -> None:
        self._now_s = now_s
        present = self.card is not None
        if present is not self._seen:
            self._seen = present
            self._say(now_s, ccid.encode_change(present))

    def _heard(self, data: bytes, now_s: float) -> None:
        for heard in self._decoder.feed(data):
            if isinstance(heard, Message):
                due_s = now_s + (_CHIP_S if heard.kind is Kind.XFR_BLOCK else _ANSWER_S)
                self._say(due_s, partial(self._answer_bytes, heard))

    def _answer_bytes(self, asked: Message) -> bytes:
        return ccid.encode(self._answer(asked))

    def _answer(self, asked: Message) -> Message:
        """Made when it is due: the card may have been pulled in between."""
        kind = Kind.DATA_BLOCK if asked.kind in {Kind.ICC_POWER_ON, Kind.XFR_BLOCK} else Kind.SLOT_STATUS
        if self.card is None:
            gone = Fault.MUTE if kind is Kind.DATA_BLOCK else None
            return ccid.answer(kind, asked.sequence, Icc.ABSENT, fault=gone)
        match asked.kind:
            case Kind.ICC_POWER_ON:
                reset = self.card.reset()
                self._powered_card = bool(reset)
                fault = None if reset else Fault.MUTE
                return ccid.answer(kind, asked.sequence, self._icc(), reset, fault)
            case Kind.XFR_BLOCK if self._powered_card and len(asked.data) > 3:
                response = self.card.transmit(asked.data)
                fault = None if response else Fault.HARDWARE
                return ccid.answer(kind, asked.sequence, Icc.ACTIVE, response, fault)
            case Kind.XFR_BLOCK:
                return ccid.answer(kind, asked.sequence, self._icc(), fault=Fault.MUTE)
            case Kind.ICC_POWER_OFF:
                self._powered_card = False
        return ccid.answer(kind, asked.sequence, self._icc())

    def _icc(self) -> Icc:
        return Icc.ACTIVE if self._powered_card else Icc.INACTIVE
