"""What a simulated ID-003 unit was told to be like, and the notes it knows."""

from typing import Final

from drivers.cash.id003.frames import Frame
from drivers.cash.id003.messages import ACCEPT_OFF, ESCROW_CODES, Ask

_CHINA: Final = 0x2D
_SET: Final = range(Ask.SET_DENOMINATIONS, Ask.SET_BARCODE_INHIBIT + 1)
_GET: Final = range(Ask.GET_DENOMINATIONS, Ask.GET_BARCODE_INHIBIT + 1)
_APART: Final = Ask.SET_DENOMINATIONS - Ask.GET_DENOMINATIONS


class UnitSettings:
    """As delivered, and after every power cut, a unit takes all notes. `countries`: whose its notes are, by
    escrow code, where they are not Chinese."""

    def __init__(self, notes_fen: tuple[int, ...]) -> None:
        self.countries: dict[int, int] = {}
        self.refused: set[int] = set()
        """Settings the unit does not know."""
        self._notes_fen = notes_fen
        self._set: dict[int, bytes] = {}

    def clear(self) -> None:
        self._set.clear()

    def answer(self, asked: Frame) -> Frame | None:
        """None where this is not about a setting the unit knows."""
        if asked.code in self.refused:
            return None
        if asked.code in _SET and asked.data:
            self._set[asked.code] = asked.data
            return asked
        if asked.code in _GET:
            return Frame(asked.code, self._set.get(asked.code + _APART, b"\x00"))
        return Frame(Ask.GET_CURRENCY, self._currency_table()) if asked.code == Ask.GET_CURRENCY else None

    @property
    def takes_notes(self) -> bool:
        return self._set.get(Ask.SET_INHIBIT) != ACCEPT_OFF.data

    def switched_off(self, value_fen: int) -> bool:
        bits = self._set.get(Ask.SET_DENOMINATIONS, b"\x00")[0]
        return bool(bits >> self.code_of(value_fen) - ESCROW_CODES.start & 1)

    def code_of(self, value_fen: int) -> int:
        return ESCROW_CODES[self._notes_fen.index(value_fen)]

    def _currency_table(self) -> bytes:
        items = bytearray()
        for number, code in enumerate(ESCROW_CODES):
            face, exponent = self._notes_fen[number] // 100 if number < len(self._notes_fen) else 0, 0
            while face >= 100 and face % 10 == 0:
                face, exponent = face // 10, exponent + 1
            country = self.countries.get(code, _CHINA) if face else 0
            items += bytes([code, country, face, exponent])
        return bytes(items)
