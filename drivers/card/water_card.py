"""The demonstration's water card: what stands where in an SLE4442.

 0 the chip's own · 8 the company's mark · 16 the number, packed and padded with F: the first 32 bytes are
protected. 32 and 64: two places for purchases, written in turn by their number, so that a write torn in two
leaves the last good one. 96: what the meter writes back. Invented, as `meter_records` is.
"""

from typing import Final

from drivers.card.chip import IDENTITY_BYTES
from drivers.card.meter_records import METER_BYTES, PURCHASE_BYTES, MeterRecord, Purchase, card_key
from drivers.card.simulated_memory_card import RESET_ANSWER, SimulatedMemoryCard

MARK: Final = bytes.fromhex("F0 57 41 54 01")
WATER_NUMBER: Final = "0213805012"
_MARK_AT, _NUMBER_AT, _METER_AT = 8, 16, 96
_PLACES: Final = (32, 64)
_CODE_BYTES: Final = 3
_IN_METER: Final = Purchase(1, 5_000)


class WaterCard(SimulatedMemoryCard):
    """As the meter at home sees it."""

    def bought(self) -> Purchase | None:
        """The newest that is whole."""
        found = [Purchase.from_bytes(self.read(place, PURCHASE_BYTES)) for place in _PLACES]
        return max((each for each in found if each), key=lambda each: each.load_no, default=None)

    def meter(self) -> MeterRecord | None:
        return MeterRecord.from_bytes(self.read(_METER_AT, METER_BYTES))

    def visit_meter(self, at_s: int) -> bool:
        """The meter knows the code."""
        bought, meter = self.bought(), self.meter()
        if bought is None or meter is None or bought.load_no <= meter.load_no:
            return False
        told = meter.after(bought, at_s).to_bytes()
        self.memory = self.memory[:_METER_AT] + told + self.memory[_METER_AT + METER_BYTES :]
        return True


def water_card(purchase: Purchase = _IN_METER, number: str = WATER_NUMBER) -> WaterCard:
    """Bought once, and what was bought is in the meter."""
    return WaterCard(
        memory=_image(number, purchase, MeterRecord(1, 2_350, 1_796_000_000)),
        code=card_key("water", number)[:_CODE_BYTES],
        protected=frozenset(range(IDENTITY_BYTES)),
    )


def blank_water_card() -> WaterCard:
    """As it comes from the chip's maker."""
    return WaterCard()


def _image(number: str, purchase: Purchase, meter: MeterRecord) -> bytes:
    packed = bytes.fromhex(number + "F" * (len(number) % 2))
    parts = {
        0: RESET_ANSWER,
        _MARK_AT: MARK,
        _NUMBER_AT: packed,
        _PLACES[purchase.load_no % 2]: purchase.to_bytes(),
        _METER_AT: meter.to_bytes(),
    }
    memory = bytearray(b"\xff" * 256)
    for at, content in parts.items():
        memory[at : at + len(content)] = content
    return bytes(memory)
