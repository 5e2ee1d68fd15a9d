"""Where a line of Chinese or English may end. Pure: the width of a text comes from a callable.

Kivy breaks anywhere, so a sum can end up in two halves, which is a way to misread money. Here numbers, sums,
masked numbers and the word or unit that follows never part, nor do the letters of a word; no line starts with
a closing sign, and lines end at punctuation where that costs no line.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

NEVER_FIRST = "，。、；：！？）》」』】〕”’…—·,.;:!?)%‰℃°"
NEVER_LAST = "（《「『【〔“‘(¥￥"

SEPARATOR = "·"
"""Between two facts on one line; where the line ends between them, it has nothing left to part."""

_LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"

_CAPITAL = "\u96f6\u58f9\u8d30\u53c1\u8086\u4f0d\u9646\u67d2\u634c\u7396"
_COUNTED = "\u62fe\u4f70\u4edf\u4e07\u4ebf\u5143\u89d2\u5206\u6574"
"""Figures as they are written on receipts, nought to nine, and the tens, yuan and fen they count."""

_PIECE = rf"""
      \s+·\s+                                                      # see SEPARATOR
    | "?\d+(?:[.,]\d+)*[ -]?[{_LETTER}]{{1,7}}[²³]?(?![{_LETTER}0-9’'])"?  # with its unit: 12 kWh
    | \d{{1,2}}\u6708\d{{1,2}}\u65e5                               # month and day; the year may stay behind
    | \d{{4}}\u5e74\d{{1,2}}\u6708(?!\d)                           # a month and its year
    | [\u4e00-\u9fff]\*+(?![\d*])[\u4e00-\u9fff]?                 # a masked name
    | [{_CAPITAL}][{_COUNTED}]+                                    # a figure in capitals
    | [¥￥]?[\d*](?:[\d,.:*/—~\-]*[\d*])?[%‰℃]?(?:[\u4e00-\u9fff]|\ [\u5143\u79d2])?  # sums, masks, units
    | ["(]*[{_LETTER}](?:[{_LETTER}0-9.\-/_*’']*[{_LETTER}0-9*])?[")]*  # Latin words, machine numbers
    | \s+
    | .
    """

MID_PHRASE_COST = 0.35
"""What ending a line inside a phrase costs, against 1.0 for a line left quite empty."""

Measure = Callable[[str], float]


def piece_pattern(whole_words: Iterable[str] = ()) -> re.Pattern[str]:
    """Finds the next piece of a text; `whole_words` are pieces too, the longest first."""
    known = "|".join(map(re.escape, sorted(whole_words, key=len, reverse=True)))
    whole = rf"(?:{known})(?!(?<=[{_LETTER}])[{_LETTER}])|"
    return re.compile(f"{whole if known else ''}{_PIECE}", re.VERBOSE | re.DOTALL)


PLAIN = piece_pattern()


def pieces(text: str, pattern: re.Pattern[str] = PLAIN) -> list[str]:
    """`text` cut where a line may end; each piece carries the signs that must stay with it."""
    found: list[str] = []
    for piece in pattern.findall(text):
        if len(found) > 1 and piece[0] in NEVER_FIRST and found[-1].isspace():
            found[-1:] = []
            found[-1] += f" {piece}"
        elif found and (piece[0] in NEVER_FIRST or found[-1].rstrip()[-1:] in set(NEVER_LAST)):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def break_lines(text: str, width: float, measure: Measure, pattern: re.Pattern[str] = PLAIN) -> list[str]:
    """The lines of `text`: as few as `width` allows, about equally long. A newline in `text` is kept.

    No line is wider than `width` unless a single piece is; see `Words.fitting_size` for what happens then.
    Where there is no width at all, every piece is a line.
    """
    return [
        line
        for paragraph in text.split("\n")
        for line in _break_paragraph(paragraph, width, measure, pattern)
    ]


def _break_paragraph(text: str, width: float, measure: Measure, pattern: re.Pattern[str]) -> list[str]:
    if not text or measure(text) <= width:
        return [text]
    parts = pieces(text, pattern)
    ends = _best_ends(parts, [measure(part) for part in parts], width)
    return [_line(parts[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def _line(parts: Sequence[str]) -> str:
    """Without what would part it from the next line, or from the one before."""
    first = 1 if _parts_only(parts[0]) else 0
    last = len(parts) - 1 if _parts_only(parts[-1]) else len(parts)
    return "".join(parts[first:last]).strip()


def _best_ends(parts: Sequence[str], widths: Sequence[float], width: float) -> list[int]:
    """Indices after the last piece of each line; fewest lines, then least cost, from the end backwards."""
    count = len(parts)
    best: list[tuple[int, float, list[int]]] = [(0, 0.0, [])] * (count + 1)
    for start in range(count - 1, -1, -1):
        best[start] = min(
            (best[end][0] + 1, best[end][1] + cost, [end, *best[end][2]])
            for end, cost in _line_costs(parts, widths, width, start)
        )
    return best[0][2]


def _line_costs(
    parts: Sequence[str], widths: Sequence[float], width: float, start: int
) -> Iterator[tuple[int, float]]:
    """Every (end, cost) of a line beginning at piece `start`; at least one, however wide that piece is."""
    used = 0.0
    for end in range(start + 1, len(parts) + 1):
        last = parts[end - 1]
        used += widths[end - 1]
        unseen = _parts_only(last)
        visible = used - (widths[end - 1] if unseen else 0.0)
        if visible > width and end > start + 1 and not unseen:
            return
        ends_a_phrase = end == len(parts) or unseen or last[-1] in NEVER_FIRST
        emptiness = 1 - min(1.0, visible / width) if width > 0 else 0.0
        yield end, emptiness**2 + (0.0 if ends_a_phrase else MID_PHRASE_COST)


def _parts_only(piece: str) -> bool:
    """Space, or a separator with space around it: nothing to be seen at the end of a line."""
    return piece.isspace() or (piece != SEPARATOR and piece.strip() == SEPARATOR)
