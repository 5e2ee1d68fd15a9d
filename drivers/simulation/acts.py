"""What a hand can do to a simulated device, asked for in words: by scenario files and on standard input."""

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias


class WrongWords(Exception):
    """The words name no act, or not what the act needs; the text says what is possible."""


class HandAct(NamedTuple):
    """`takes` shows what follows the act's name ("CARD", "SECONDS", "[HEX]", or nothing).

    `do` gets the words after the name. It may return what there is to see, and raises `WrongWords` or
    ValueError for words it cannot use.
    """

    takes: str
    what: str
    do: Callable[[list[str]], object]


Acts: TypeAlias = dict[str, HandAct]


class HandWorked(Protocol):
    def acts(self) -> Acts: ...


def work(device: HandWorked, line: str) -> str:
    """Do what one line says ("insert id-card-1"); what there is to see then, perhaps nothing.

    Raises `WrongWords`.
    """
    name, *words = line.split() or [""]
    acts = device.acts()
    if name not in acts:
        raise WrongWords(f"{name!r} is none of: {', '.join(acts)}")
    act = acts[name]
    try:
        seen = act.do(words)
    except IndexError:
        raise WrongWords(f"{name} {act.takes}: {act.what} (the word for {act.takes} is missing)") from None
    except ValueError as error:
        raise WrongWords(f"{name} {act.takes}: {act.what} ({error})") from error
    return "" if seen is None else str(seen)


def times_of(words: list[str]) -> int:
    """The one whole number of an act; 1 when it was left out. Raises ValueError."""
    count = int(words[0]) if words else 1
    if count < 0:
        raise ValueError("a number of times is not below 0")
    return count


def seconds_of(words: list[str]) -> float:
    """Raises ValueError unless it is one duration of 0 to 3600 s."""
    duration_s = float(words[0])
    if not 0.0 <= duration_s <= 3600.0:
        raise ValueError("a duration is 0 to 3600 seconds")
    return duration_s
