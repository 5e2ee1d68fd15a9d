"""Sums as files write them, in yuan with decimals, and fen as we count. Nothing passes through a float."""

_MOST_FEN = 10**13


def fen_of(yuan: str) -> int:
    """From "86.40", "-0.5" or "12". Raises ValueError for anything else, also for parts of a fen."""
    sign, digits = (-1, yuan[1:]) if yuan.startswith("-") else (1, yuan)
    whole, _, decimals = digits.partition(".")
    kept, rest = decimals[:2].ljust(2, "0"), decimals[2:]
    # isdecimal alone would let other scripts' digits pass.
    sound = digits.isascii() and whole.isdecimal() and kept.isdecimal() and not rest.strip("0")
    if not sound:
        raise ValueError("a sum reads like 86.40")
    fen = int(whole) * 100 + int(kept)
    if fen > _MOST_FEN:
        raise ValueError("a sum beyond all bills")
    return sign * fen


def yuan_of(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
