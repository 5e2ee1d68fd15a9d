"""Money as people read, write and say it. An amount is an integer of fen; nothing else is money."""

from typing import Protocol

from msgspec import Struct

FEN_PER_YUAN = 100
MAX_FEN = 10**14 - 1
"""The words below reach to a thousand hundred-millions of yuan; no bill comes near it."""


class NotAnAmount(ValueError):
    """Raised for anything that is not a whole, non-negative number of fen within `MAX_FEN`."""


def checked(amount_fen: int) -> int:
    """The amount itself; raises NotAnAmount for bools, floats, negatives and the absurd."""
    if type(amount_fen) is not int or not 0 <= amount_fen <= MAX_FEN:
        raise NotAnAmount(f"not an amount of fen: a {type(amount_fen).__name__}")
    return amount_fen


def digits(amount_fen: int) -> str:
    """¥238.75, without thousands marks: a kiosk's sums are short and must not look like two."""
    yuan, fen = divmod(checked(amount_fen), FEN_PER_YUAN)
    return f"¥{yuan}.{fen:02d}"


def signed(amount_fen: int) -> str:
    """As `digits`, with a minus before a credit: a part of a sum may be one, a sum never."""
    return digits(amount_fen) if amount_fen >= 0 else f"-{digits(-amount_fen)}"


class SumWords(Protocol):
    """How a language writes numbers and sums out."""

    def number(self, value: int) -> str:
        """A whole number below 10**12."""
        ...

    def money(self, amount_fen: int) -> str:
        """Raises NotAnAmount as `checked` does."""
        ...


class Numerals(Struct, frozen=True):
    """The words Chinese numbers are made of, from the texts.

    `digit` has ten characters from zero; `rank` is ten, hundred, thousand; `myriad` is ten thousand
    and hundred million; `yuan`, `jiao`, `fen` and `whole` name the units and the closing word.
    `two` is the other word for two that speech puts first in a sum; empty for sums that are written.
    """

    digit: str
    rank: str
    myriad: str
    yuan: str
    jiao: str
    fen: str
    whole: str
    two: str = ""

    def number(self, value: int) -> str:
        """A whole number below 10**12 in words; zeros inside are said once, at the end not at all."""
        if value == 0:
            return self.digit[0]
        groups: list[int] = []
        while value:
            value, group = divmod(value, 10_000)
            groups.append(group)
        words = ""
        for place in range(len(groups) - 1, -1, -1):
            group = groups[place]
            if group == 0:
                continue
            if words and (group < 1000 or groups[place + 1] == 0):
                words += self.digit[0]
            words += self._group(group) + ("", *self.myriad)[place]
        return words

    def _group(self, group: int) -> str:
        words = ""
        pending_zero = False
        for rank in range(3, -1, -1):
            figure = group // 10**rank % 10
            if figure == 0:
                pending_zero = bool(words)
                continue
            if pending_zero:
                words += self.digit[0]
                pending_zero = False
            words += self.digit[figure] + (self.rank[rank - 1] if rank else "")
        return words

    def money(self, amount_fen: int) -> str:
        """A sum in words: in capitals by the rules for filling in bank papers, or as people say it.

        "Whole" closes a sum without fen; a zero stands between yuan and fen where jiao is missing.
        """
        words = self._written(amount_fen)
        return self._said(words) if self.two else words

    def _said(self, words: str) -> str:
        """Speech drops the one of a leading ten, and puts its own two before all but tens and hundreds."""
        if words.startswith(self.digit[1] + self.rank[0]):
            return words[1:]
        if words.startswith(self.digit[2]) and words[1] not in self.rank[:2]:
            return self.two + words[1:]
        return words

    def _written(self, amount_fen: int) -> str:
        yuan, rest = divmod(checked(amount_fen), FEN_PER_YUAN)
        jiao, fen = divmod(rest, 10)
        words = self.number(yuan) + self.yuan if yuan or not rest else ""
        if jiao:
            words += self.digit[jiao] + self.jiao
        elif fen and words:
            words += self.digit[0]
        return words + (self.digit[fen] + self.fen if fen else self.whole)
