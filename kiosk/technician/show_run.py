"""A self-test that wants something of the technician: a picture and a question, the touch grid, a pattern."""

from typing import Literal, get_args

from kiosk.selftest.model import Ask
from kiosk.session.view import Button, Text, text
from kiosk.technician.events import AnswerTapped, PatternSeen, RunCancelled
from kiosk.technician.mode_run import GRID_COLUMNS, GRID_ROWS, PATTERNS
from kiosk.technician.model import Mode, Run
from kiosk.technician.show_parts import Shown, test_name
from kiosk.technician.view import ColourField, Guide, TouchGrid

Pattern = Literal["red", "green", "blue", "white", "black", "grey", "checks"]

_NEGATIVE = {"does_not_work", "not_heard", "spots"}


def asked(mode: Mode, run: Run, ask: Ask) -> Shown:
    """When all patterns have been looked at, the question about them is asked."""
    cancel = Button("cancel", text("technician.button.cancel"), RunCancelled(), tone="danger")
    match ask.kind:
        case "grid":
            prompt = _prompt(ask)
            return TouchGrid(GRID_COLUMNS, GRID_ROWS, run.hit, prompt, _answers(ask)), (cancel,)
        case "colours" if run.pattern < len(PATTERNS):
            seen = Button("colour_next", text("technician.button.next"), PatternSeen())
            return ColourField(_pattern(run.pattern), _prompt(ask), seen), (cancel,)
        case _:
            return _guide(mode, run, ask), (cancel,)


def _pattern(number: int) -> Pattern:
    patterns: tuple[Pattern, ...] = get_args(Pattern)
    return patterns[number]


def _guide(mode: Mode, run: Run, ask: Ask) -> Guide:
    passed_s = mode.now_s - run.asked_s
    left = max(0.0, 1.0 - passed_s / ask.wait_s) if ask.wait_s > 0 else None
    title = test_name(ask.test)
    return Guide(title, ask.step, ask.of, ask.picture, _prompt(ask), _answers(ask), left)


def _prompt(ask: Ask) -> Text:
    return text(f"selftest.ask.{ask.stem}")


def _answers(ask: Ask) -> tuple[Button, ...]:
    return tuple(
        Button(
            f"answer_{answer}",
            text(f"selftest.answer.{answer}"),
            AnswerTapped(answer),
            tone="danger" if answer in _NEGATIVE else "plain",
        )
        for answer in ask.answers
    )
