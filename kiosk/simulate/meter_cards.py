"""Meter cards as the simulated driver has them, and a slot out of which they may be pulled at any step."""

from typing import TYPE_CHECKING, Final

from drivers.card.chip import (
    DONE,
    GONE,
    IDENTITY_BYTES,
    UNKNOWN,
    Apdu,
    Chip,
    ChipAnswer,
    ChipCommand,
    ChipKind,
    MemoryWrite,
)
from drivers.card.meter_records import MeterRecord, Purchase, card_key
from drivers.card.port import Answered, CardHeld
from drivers.card.simulated_memory_card import RESET_ANSWER
from drivers.card.simulated_meter_cards import SimulatedMeterCard
from drivers.card.water_card import WaterCard, water_card
from kiosk.gateway.demonstration.meter_cards import CardTerms, card_terms

if TYPE_CHECKING:
    from kiosk.simulate.kiosk import Kiosk

_UPDATE: Final = 0xD6
_PULLED: Final = 0.04
_FAILS: Final = 0.03
_BOUGHT, _IN_METER = Purchase(1, 5_000), MeterRecord(1, 2_350, 1_796_000_000)
TERMS: Final = {terms.chip: terms for terms in card_terms() if terms.keys in {"water", "electricity"}}


class MeterCard:
    """`written` is all that ever came to stand on it, the oldest first. `reader` is who has it, if any."""

    def __init__(self, supply_no: str, number: str, terms: CardTerms) -> None:
        self.supply_no = supply_no
        self.number = number
        self.terms = terms
        self.written: list[Purchase] = []
        self.reader: Slot | None = None
        self._chip: WaterCard | SimulatedMeterCard = _chip(number, terms)

    def wakes(self) -> CardHeld:
        """What it says to anybody, after a reset."""
        chip = self._chip
        if isinstance(chip, SimulatedMeterCard):
            packed = bytes.fromhex(self.number + "F" * (len(self.number) % 2))
            return CardHeld(Chip(ChipKind.CPU, chip.cold_reset()), packed)
        chip.memory_reset()
        return CardHeld(Chip(ChipKind.SLE4442, RESET_ANSWER), chip.read(0, IDENTITY_BYTES))

    def does(self, command: ChipCommand) -> ChipAnswer:
        before = self._newest
        answer = self._obeys(command)
        after = self._newest
        if after is not None and after != before:
            self.written.append(after)
        return answer

    def is_torn(self, command: ChipCommand, after: int) -> None:
        """Out of the contacts in the middle: a memory card keeps what it has got of it, a chip nothing."""
        if isinstance(command, MemoryWrite) and isinstance(self._chip, WaterCard):
            self._chip.torn_write_after = after
            self.does(command)

    def visit_meter(self) -> None:
        """Put into the meter at home, unless it is in a reader."""
        if self.reader is None:
            self._chip.visit_meter(_IN_METER.at_s)

    @property
    def holds_units(self) -> bool:
        bought, meter = self._newest, self._chip.meter
        met = meter if isinstance(meter, MeterRecord) else meter()
        return bought is not None and met is not None and bought.load_no > met.load_no

    @property
    def _newest(self) -> Purchase | None:
        return self._chip.purchase if isinstance(self._chip, SimulatedMeterCard) else self._chip.bought()

    def _obeys(self, command: ChipCommand) -> ChipAnswer:
        if isinstance(self._chip, SimulatedMeterCard) and isinstance(command, Apdu):
            response = self._chip.transmit(command.command)
            return ChipAnswer(response[:-2], response[-2:])
        return self._chip.run(command)


class Slot:
    """The kiosk's reader as its production port: whatever is asked is carried out by the card, or is not."""

    def __init__(self, kiosk: "Kiosk") -> None:
        self.card: MeterCard | None = None
        self._kiosk = kiosk

    def holds(self, card: MeterCard | None) -> None:
        """This one from now on; None: it is out."""
        if self.card is not None:
            self.card.reader = None
        self.card = card
        if card is not None:
            card.reader = self

    def exchange(self, command: ChipCommand, answered: Answered) -> None:
        answered(self._carried_out(command))

    def _carried_out(self, command: ChipCommand) -> ChipAnswer:
        card, world = self.card, self._kiosk.world
        if card is None:
            return GONE
        if not world.healed:
            draw = world.chance.random()
            if draw < _PULLED:
                return self._pulled(card, command)
            if draw < _PULLED + _FAILS:
                return self._spoilt(card, command)
        return self._done(card, command)

    def _done(self, card: MeterCard, command: ChipCommand) -> ChipAnswer:
        before = len(card.written)
        answer = card.does(command)
        if len(card.written) > before:
            self._kiosk.world.judge.cards.written(card)
        return answer

    def _pulled(self, card: MeterCard, command: ChipCommand) -> ChipAnswer:
        """Before it was carried out, in the middle, or before it could be told."""
        chance = self._kiosk.world.chance
        moment = chance.randrange(3)
        if moment == 1:
            card.is_torn(command, chance.randrange(20))
        elif moment == 2:
            self._done(card, command)
        self._kiosk.cards.is_pulled()
        return chance.choice((GONE, UNKNOWN))

    def _spoilt(self, card: MeterCard, command: ChipCommand) -> ChipAnswer:
        """Its answer is lost, it does not hear, or it acknowledges what it has not done."""
        fault = self._kiosk.world.chance.randrange(3)
        if fault == 0:
            self._done(card, command)
        changes = isinstance(command, MemoryWrite) or (
            isinstance(command, Apdu) and command.command[1] == _UPDATE
        )
        return ChipAnswer(status=DONE) if fault == 2 and changes else UNKNOWN


def _chip(number: str, terms: CardTerms) -> WaterCard | SimulatedMeterCard:
    if terms.chip == "sle4442":
        return water_card(_BOUGHT, number)
    return SimulatedMeterCard(
        application=bytes.fromhex(terms.application),
        number=number,
        key=card_key(terms.keys, number),
        purchase=_BOUGHT,
        meter=_IN_METER,
    )
