"""What the technician's pages share: keys, common buttons, ages, figures, and words for parts and tests."""

from typing import TypeAlias

from kiosk.selftest.model import Measured, Part, Result, is_out_of_date
from kiosk.session.view import Button, Page, Text, text
from kiosk.technician.acts import moment
from kiosk.technician.events import (
    BackTapped,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    LeaveTapped,
    PageTurned,
)
from kiosk.technician.lists import pages
from kiosk.technician.model import Desk as DeskPage
from kiosk.technician.model import Mode
from kiosk.technician.view import Chip, Desk, Level

Shown: TypeAlias = tuple[Desk, tuple[Button, ...]]
"""What fills the display, and the buttons beneath it."""


def back() -> Button:
    return Button("back", text("technician.button.back"), BackTapped())


def leave() -> Button:
    return Button("leave", text("technician.button.leave"), LeaveTapped(), tone="primary")


def keys(*, enabled: bool = True, reason: Text | None = None) -> tuple[Button, ...]:
    """Digits in telephone order, then the commands from the top; a closed keypad stays readable."""

    def key(name: str, label: Text, event: object) -> Button:
        return Button(name, label, event, enabled=enabled, reason=None if enabled else reason)

    numbers = [
        key(f"digit_{digit}", text("keypad.digit", digit=str(digit)), DigitPressed(digit))
        for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)
    ]
    delete = key("delete", text("keypad.delete"), DigitDeleted())
    clear = key("clear", text("keypad.clear"), DigitsCleared())
    return (*numbers, clear, delete)


def pager(mode: Mode, page: DeskPage) -> Page | None:
    """None where all rows fit."""
    last = pages(mode, page)
    if last == 1:
        return None
    number = min(page.page + 1, last)
    return Page(
        number,
        last,
        Button("page_previous", text("page.previous"), PageTurned(-1), enabled=number > 1),
        Button("page_next", text("page.next"), PageTurned(1), enabled=number < last),
    )


def part_name(part: Part) -> Text:
    return text(f"selftest.part.{part}")


def test_name(test: str) -> Text:
    return text(f"selftest.test.{test}")


def figure(measured: Measured) -> Text:
    name = text(f"selftest.measured.{measured.key}")
    value = text(f"selftest.paper.{measured.value}") if measured.key == "paper" else measured.value
    return text("technician.figure", name=name, value=value)


def level_chip(level: Level) -> Chip:
    return Chip(text(f"selftest.level.{level}"), level)


def result_chip(result: Result | None, now_wall_s: float) -> Chip:
    """A result that is too old says nothing of today."""
    if result is None:
        return Chip(text("technician.never"), "unknown")
    label = text(f"selftest.outcome.{result.outcome}")
    if result.outcome == "passed" and is_out_of_date(result, now_wall_s):
        return Chip(text("technician.out_of_date"), "warning")
    levels: dict[str, Level] = {"passed": "ok", "failed": "error"}
    return Chip(label, levels.get(result.outcome, "unknown"))


def age(mode: Mode, wall_s: float) -> Text:
    """How long ago, in the coarsest unit that says something; a clock that was set back is told as such."""
    minutes = int((mode.wall_s - wall_s) // 60)
    if minutes < 0:
        return text("technician.age.unsure")
    if minutes < 1:
        return text("technician.age.now")
    if minutes < 60:
        return text("technician.age.minutes", n=str(minutes))
    if minutes < 48 * 60:
        return text("technician.age.hours", n=str(minutes // 60))
    return text("technician.age.days", n=str(minutes // (24 * 60)))


def moment_now(mode: Mode) -> str:
    return moment(mode.rules, mode.wall_s)
