"""What a hand can do at a simulated payment terminal, by the words that ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drivers.simulation.acts import Acts, HandAct, times_of
from drivers.terminal.port import DeclineReason

if TYPE_CHECKING:
    from drivers.terminal.simulator import SimulatedTerminal

_CARD: Final = "6222020200112233446"
"""Synthetic."""

_NOT_NOW: Final = "not wanted now"


def terminal_acts(terminal: SimulatedTerminal) -> Acts:
    def insert(words: list[str]) -> str:
        return "" if terminal.insert_card(words[0] if words else _CARD) else _NOT_NOW

    def enter_pin(words: list[str]) -> str:
        return "" if terminal.enter_pin(right=words != ["wrong"]) else _NOT_NOW

    def take(words: list[str]) -> str:
        return "" if terminal.take_card() else "there is none"

    return {
        "insert_card": HandAct("[NUMBER]", "put a card in", insert),
        "enter_pin": HandAct("[wrong]", "type the PIN", enter_pin),
        "take_card": HandAct("", "take the card out", take),
        "cancel": HandAct("", "press its red key", lambda words: terminal.press_cancel()),
        "decline_next": HandAct(
            "|".join(DeclineReason),
            "the next sale is declined",
            lambda words: terminal.decline_next(DeclineReason(words[0])),
        ),
        "lose_results": HandAct(
            "TIMES",
            "so many results go astray on the line",
            lambda words: terminal.lose_results(times_of(words)),
        ),
        "silent_after_approval": HandAct(
            "",
            "charge the next card and then say nothing",
            lambda words: terminal.fall_silent_after_approval(),
        ),
        "tamper": HandAct("", "open its case", lambda words: terminal.tamper()),
        "break_down": HandAct("", "a fault of its own", lambda words: terminal.break_down()),
        "mend": HandAct("", "it is mended", lambda words: terminal.mend()),
        "exchange": HandAct("", "put another unit in its place", lambda words: terminal.exchange()),
    }
