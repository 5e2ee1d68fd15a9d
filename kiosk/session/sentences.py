"""People's long words cut into lines that one can take in at a glance."""

import re

_SENTENCE = re.compile("[^\u3002\uff01\uff1f\uff1b.!?]+[\u3002\uff01\uff1f\uff1b.!?]*")
_CLAUSE = re.compile("[^\uff0c\u3001\uff1a, ]+[\uff0c\u3001\uff1a, ]*")
"""Up to and with the signs that end it, in Chinese and in English."""


def sentences(words: str, most: int) -> tuple[str, ...]:
    """Each of at most `most` characters: whole sentences where they fit, else clauses, else cut anywhere."""
    cut: list[str] = []
    for line in words.splitlines():
        for sentence in _SENTENCE.findall(line):
            cut += _fitting(sentence.strip(), most)
    return tuple(each for each in cut if each)


def _fitting(sentence: str, most: int) -> list[str]:
    if len(sentence) <= most:
        return [sentence]
    found = [""]
    for clause in _CLAUSE.findall(sentence):
        if len(found[-1]) + len(clause.rstrip()) > most:
            found.append("")
        found[-1] += clause
    return [piece for each in found for piece in _cut(each.strip(), most)]


def _cut(words: str, most: int) -> list[str]:
    return [words[start : start + most] for start in range(0, len(words), most)]


def shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}\u2026"
