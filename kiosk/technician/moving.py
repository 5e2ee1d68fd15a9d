"""The small verbs all parts of the technician's mode are written with."""

from typing import TypeAlias

from msgspec.structs import replace

from kiosk.session.view import Text, text
from kiosk.technician.effects import (
    Effect,
    OpenStaffSlot,
    OpenToResidents,
    ReadActs,
    ReadCards,
    ReadLines,
    ReadResults,
)
from kiosk.technician.model import Desk, Mode, Page, SignIn, Waiting

Moved: TypeAlias = tuple[Mode, tuple[Effect, ...]]


def stay(mode: Mode, *effects: Effect) -> Moved:
    return mode, effects


def go(mode: Mode, page: Page, *effects: Effect) -> Moved:
    """Another page. A technician's card is let in at the keypad alone."""
    if isinstance(mode.page, SignIn) and not isinstance(page, SignIn):
        effects = (OpenStaffSlot(is_open=False), *effects)
    return replace(mode, page=page), effects


def look_at(mode: Mode, page: Desk) -> Moved:
    """A page to look at, and what it shows fetched anew; one device's lines are not shown as another's."""
    same = isinstance(mode.page, Desk) and mode.page.part == page.part
    return go(mode if same else replace(mode, trace=()), page, *needed(page))


def needed(page: Desk) -> tuple[Effect, ...]:
    match page.place:
        case "board":
            return ReadLines("trace", page.part), ReadCards()
        case "trace":
            return (ReadLines("trace", page.part),)
        case "cards":
            return (ReadCards(),)
        case "entries":
            return (ReadLines("entries"),)
        case "tests" | "history":
            return (ReadResults(),)
        case "acts":
            return (ReadActs(),)
        case _:
            return ()


def tell(mode: Mode, notice: Text) -> Mode:
    return replace(mode, notice=notice)


def told(mode: Mode, key: str, **args: str) -> Moved:
    return tell(mode, text(key, **args)), ()


def give_up(mode: Mode) -> Moved:
    """Back to the residents without anybody having signed in."""
    mode, effects = go(mode, Waiting())
    fresh = replace(mode, state="inactive", technician="", notice=None)
    return fresh, (*effects, OpenToResidents())
