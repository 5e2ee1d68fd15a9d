"""Setting an ID-003 unit up: each setting is echoed, and only what was echoed counts."""

from collections.abc import Mapping
from typing import Final

from drivers.cash.id003.dialogue import Dialogue
from drivers.cash.id003.frames import Frame
from drivers.cash.id003.line_reader import describe
from drivers.cash.id003.messages import (
    ACCEPT_OFF,
    ACCEPT_ON,
    ALL_DIRECTIONS,
    LOW_SECURITY,
    POLLED,
    POWER_RECOVERY,
    Ask,
    NoCurrency,
    currency_table,
    switched_off,
    values_fen,
)

_ALWAYS: Final = (ACCEPT_OFF, LOW_SECURITY, ALL_DIRECTIONS, POLLED)


class NotSetUp(Exception):
    """The unit talks but could not be set up; says what it did not do, for an engineer."""


class Settings:
    """What a unit has confirmed since it was last set up."""

    def __init__(self, known: Mapping[int, int]) -> None:
        self.known = known
        """Fen by escrow code."""
        self._denominations: Frame | None = None
        self._inhibit = ACCEPT_OFF

    @property
    def closed(self) -> bool:
        return self._inhibit == ACCEPT_OFF

    def open_for(self, dialogue: Dialogue, wanted_fen: frozenset[int]) -> bool:
        """Whether the unit now takes exactly these."""
        denominations = switched_off(self.known, wanted_fen)
        if self._denominations != denominations:
            if not _echoed(dialogue, denominations):
                return False
            self._denominations = denominations
        return self._set_inhibit(dialogue, ACCEPT_ON)

    def close(self, dialogue: Dialogue) -> bool:
        return self._set_inhibit(dialogue, ACCEPT_OFF)

    def _set_inhibit(self, dialogue: Dialogue, inhibit: Frame) -> bool:
        if self._inhibit != inhibit and _echoed(dialogue, inhibit):
            self._inhibit = inhibit
        return self._inhibit == inhibit


def set_up(dialogue: Dialogue, country: int | None) -> Settings:
    """Leaves the unit closed. `country` is the maker's number; None for the one the unit knows.

    Raises `NotSetUp`.
    """
    for setting in _ALWAYS:
        if not _echoed(dialogue, setting):
            raise NotSetUp(f"note acceptor: {describe(setting)} was not confirmed")
    dialogue.ask(POWER_RECOVERY)  # units without this function refuse it
    answer = dialogue.ask(Frame(Ask.GET_CURRENCY))
    if answer is None or answer.code != Ask.GET_CURRENCY:
        raise NotSetUp("note acceptor: does not tell its currency table")
    try:
        return Settings(values_fen(currency_table(answer.data), country))
    except NoCurrency as nothing:
        raise NotSetUp(f"note acceptor: {nothing}") from nothing


def _echoed(dialogue: Dialogue, setting: Frame) -> bool:
    return dialogue.ask(setting) == setting
