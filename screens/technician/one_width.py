"""Letters of one width: a Latin letter takes one column, everything else two. Pure; words are not hyphenated.

Lines of a trace stand in columns, and how many fit is known without measuring.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

INDENT = 4
"""Columns by which the second line of a long one is set in."""


@dataclass(frozen=True)
class Run:
    """Letters of one typeface that follow each other; `column` is where they begin, counted from 0."""

    column: int
    letters: str
    latin: bool


def columns_of(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text)


def runs(line: str) -> Iterator[Run]:
    column = 0
    for latin, group in groupby(line, str.isascii):
        letters = "".join(group)
        if letters.strip():
            yield Run(column, letters, latin)
        column += columns_of(letters)


def wrapped(line: str, columns: int) -> list[str]:
    """`line` in pieces of at most `columns`, cut before a word where there is one."""
    pieces: list[str] = []
    piece = ""
    for word in _words(line, max(columns - INDENT, 2)):
        if piece.strip() and columns_of(piece) + columns_of(word.rstrip()) > columns:
            pieces.append(piece.rstrip())
            piece = " " * INDENT
        piece += word
    return [*pieces, piece.rstrip()]


def _words(line: str, longest: int) -> Iterator[str]:
    """Words with the space after them; one longer than a line is cut in pieces."""
    for word in line.split(" "):
        part = ""
        for letter in word:
            if columns_of(part + letter) > longest:
                yield part
                part = ""
            part += letter
        yield part + " "


def wrap_all(lines: Iterable[str], columns: int) -> list[str]:
    return [piece for line in lines for piece in wrapped(line, columns)]
