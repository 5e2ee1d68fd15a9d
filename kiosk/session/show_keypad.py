"""An account number: of which utility it is, and the twelve keys it is typed with."""

from kiosk.session.events import DigitDeleted, DigitPressed, DigitsCleared, NumberConfirmed, NumberKindTapped
from kiosk.session.model import Session
from kiosk.session.numbers import grouped
from kiosk.session.show_errands import for_errand
from kiosk.session.show_parts import FIND, back_button, frame, problem_prompt
from kiosk.session.steps import ChooseNumberKind, TypeNumber
from kiosk.session.view import Button, Keypad, ScreenView, Tone, text

YELLOW: Tone = "electricity"
"""Of the palette's tones the one that is yellow."""


def choose_number_kind(session: Session, step: ChooseNumberKind) -> ScreenView:
    service = session.rules.service(session.errand)
    meant = service.utilities if service else ()
    kinds = tuple(
        Button(
            utility.name,
            text(f"utility.{utility.name}.number"),
            NumberKindTapped(utility.name),
            note=text("number_kind.note", digits=str(utility.number.digits)),
            icon=utility.icon,
            tone=utility.tone,
        )
        for utility in session.rules.utilities
        if not meant or utility.name in meant
    )
    return ScreenView(
        "choices",
        title=text("number_kind.title"),
        prompt=for_errand(session, "number_kind.prompt", "number_kind.prompt_of_errand"),
        progress=FIND,
        choices=kinds,
        frame=frame(session, back=back_button()),
        spoken=text("number_kind.title"),
    )


def type_number(session: Session, step: TypeNumber) -> ScreenView:
    rule = session.rules.utility(step.utility).number
    full = len(step.digits) == rule.digits
    where = text(f"utility.{step.utility}.where")
    title = text("keypad.title", number=text(f"utility.{step.utility}.number"))
    wrong = problem_prompt(step.problem) if step.problem else None
    return ScreenView(
        "keypad",
        title=title,
        prompt=wrong or text("keypad.prompt", digits=str(rule.digits), where=where),
        progress=FIND,
        keypad=Keypad(
            grouped(step.digits, rule.group), rule.digits - len(step.digits), twelve_keys(), problem=wrong
        ),
        frame=frame(
            session,
            back=back_button(),
            primary=Button(
                "next",
                text("frame.next"),
                NumberConfirmed(),
                tone="primary",
                enabled=full,
                reason=None if full else text("keypad.missing", digits=str(rule.digits - len(step.digits))),
            ),
        ),
        spoken=wrong or title,
    )


def twelve_keys() -> tuple[Button, ...]:
    """1 to 9, 0, and as on every counter's keypad the red key that begins again over the yellow one that
    takes back; the green one is the frame's primary."""
    clear = Button("clear", text("keypad.clear"), DigitsCleared(), tone="danger")
    delete = Button("delete", text("keypad.delete"), DigitDeleted(), tone=YELLOW)
    return (*(_digit(n) for n in (*range(1, 10), 0)), clear, delete)


def _digit(figure: int) -> Button:
    return Button(f"digit_{figure}", text("keypad.digit", digit=str(figure)), DigitPressed(figure))
