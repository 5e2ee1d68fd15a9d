"""Sums in English words: "two hundred and thirty-eight yuan and seventy-five fen", or without the "and"s."""

from msgspec import Struct

from kiosk.payment.amount import FEN_PER_YUAN, checked


class EnglishNumerals(Struct, frozen=True):
    """The words numbers are made of, from the texts, with a space between words of a list.

    `below_twenty` are twenty words from zero, `tens` eight from twenty, `thousands` the names of a thousand
    and of its powers, the smallest first; `joint` ("and") stands before tens and ones, and before the fen;
    it may be empty, because a sum is shorter to read without.
    Raises ValueError for a list that is too short.
    """

    below_twenty: str
    tens: str
    hundred: str
    thousands: str
    yuan: str
    fen: str
    joint: str

    def __post_init__(self) -> None:
        if (len(self.below_twenty.split()), len(self.tens.split()), len(self.thousands.split())) != (
            20,
            8,
            3,
        ):
            raise ValueError("English numbers need 20 words below twenty, 8 tens and 3 powers of a thousand")

    def number(self, value: int) -> str:
        """A whole number below 10**12 in words."""
        if value < 1000:
            return self._below_thousand(value)
        rest, groups = value, list[str]()
        for power in ("", *self.thousands.split()):
            rest, group = divmod(rest, 1000)
            if group:
                joint = "" if power or group >= 100 else self.joint
                groups.append(_spaced(joint, self._below_thousand(group), power))
        return _spaced(*reversed(groups))

    def _below_thousand(self, value: int) -> str:
        hundreds, rest = divmod(value, 100)
        if not hundreds:
            return self._below_hundred(rest)
        tail = (self.joint, self._below_hundred(rest)) if rest else ()
        return _spaced(self._below_hundred(hundreds), self.hundred, *tail)

    def _below_hundred(self, value: int) -> str:
        if value < 20:
            return self.below_twenty.split()[value]
        tens, ones = divmod(value, 10)
        words = self.tens.split()[tens - 2]
        return f"{words}-{self.below_twenty.split()[ones]}" if ones else words

    def money(self, amount_fen: int) -> str:
        """A sum as it is said, and as it is written out beside its digits: yuan and fen, no jiao."""
        yuan, fen = divmod(checked(amount_fen), FEN_PER_YUAN)
        whole = (self.number(yuan), self.yuan) if yuan or not fen else ()
        part = (self.number(fen), self.fen) if fen else ()
        return _spaced(*whole, self.joint if whole and part else "", *part)


def _spaced(*words: str) -> str:
    return " ".join(filter(None, words))
