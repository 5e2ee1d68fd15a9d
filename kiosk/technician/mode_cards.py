"""Cards left behind: entering one, looking at one, and ending it once, after being asked again."""

from msgspec.structs import replace

from kiosk.session.view import text
from kiosk.technician.card_slip import slip_of_card
from kiosk.technician.effects import EndCard, EnterCard, PrintSlip, ReadCards
from kiosk.technician.events import (
    BackTapped,
    CardEnded,
    CardEntered,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    Event,
    Failed,
    NextTapped,
    OutcomeChosen,
    Printed,
    PrintTapped,
    RowChosen,
)
from kiosk.technician.left_cards import (
    FOUND_AT,
    KINDS,
    LAST_DIGITS,
    CardGone,
    LeftCard,
    RegisterLine,
)
from kiosk.technician.model import Desk, Mode, NewCard, OneCard
from kiosk.technician.moving import Moved, go, look_at, stay, tell
from kiosk.technician.moving import told as said
from kiosk.technician.view import CellTouched


def line_of(mode: Mode, number: int) -> RegisterLine | None:
    return next((line for line in mode.cards or () if line.card.number == number), None)


def told(mode: Mode, event: CardEntered | CardEnded) -> Moved:
    """What the register now holds, whatever page is shown meanwhile; an end is printed to be signed."""
    lines = mode.cards or ()
    if isinstance(event, CardEntered):
        others = tuple(line for line in lines if line.card.number != event.card.number)
        return replace(mode, cards=(RegisterLine(event.card), *others)), ()
    gone = event.gone
    now = (replace(line, gone=gone) if line.card.number == gone.card else line for line in lines)
    mode = replace(mode, cards=tuple(now))
    ended = line_of(mode, gone.card)
    return mode, (PrintSlip(slip_of_card(ended.card, gone, mode.rules)),) if ended else ()


# -- entering ------------------------------------------------------------------------------------------


def missing(page: NewCard) -> str:
    """What keeps the card from being entered, as the stem of its words; empty when nothing does."""
    if page.kind is None:
        return "card_kind"
    if page.found_at is None:
        return "card_found_at"
    return "card_digits" if 0 < len(page.last_digits) < LAST_DIGITS else ""


def new_card(mode: Mode, page: NewCard, event: Event | CellTouched) -> Moved:
    match event:
        case CardEntered(card):
            mode, effects = look_at(mode, Desk("cards"))
            return tell(mode, text("technician.notice.card_entered", number=str(card.number))), effects
        case Failed() | Printed():
            return _heard(mode, replace(page, saving=page.saving and event != Failed("card")), event)
        case _ if page.saving:
            return stay(mode)
        case BackTapped():
            return _a_step_back(mode, page)
        case RowChosen(name):
            return go(mode, _chosen(page, name))
        case DigitPressed() | DigitDeleted() | DigitsCleared() if page.kind and page.found_at:
            return go(mode, replace(page, last_digits=_typed(page.last_digits, event)))
        case NextTapped() if page.kind and page.found_at and not missing(page):
            card = LeftCard(page.kind, page.last_digits, page.found_at, mode.technician, mode.wall_s)
            return go(mode, replace(page, saving=True), EnterCard(card))
        case _:
            return stay(mode)


def _a_step_back(mode: Mode, page: NewCard) -> Moved:
    if page.kind is None:
        return look_at(mode, Desk("cards"))
    if page.found_at is None:
        return go(mode, replace(page, kind=None))
    return go(mode, replace(page, found_at=None))


def _chosen(page: NewCard, name: str) -> NewCard:
    """An answer to the question that is asked; or a question, to be asked again."""
    if page.kind is None:
        return replace(page, kind=next((kind for kind in KINDS if kind == name), None))
    if page.found_at is None:
        return replace(page, found_at=next((place for place in FOUND_AT if place == name), None))
    match name:
        case "card_kind":
            return replace(page, kind=None)
        case "card_found_at":
            return replace(page, found_at=None)
        case _:
            return page


def _typed(digits: str, event: DigitPressed | DigitDeleted | DigitsCleared) -> str:
    match event:
        case DigitPressed(digit) if 0 <= digit <= 9 and len(digits) < LAST_DIGITS:
            return f"{digits}{digit}"
        case DigitDeleted():
            return digits[:-1]
        case DigitsCleared():
            return ""
        case _:
            return digits


# -- one card ------------------------------------------------------------------------------------------


def one_card(mode: Mode, page: OneCard, event: Event | CellTouched) -> Moved:
    """Nothing ends a card but a second yes; where it has its end already, only its slip can be had."""
    line = line_of(mode, page.number)
    match event:
        case CardEnded(gone) if gone.card == page.number:
            return go(tell(mode, text("technician.notice.card_gone")), OneCard(page.number))
        case Failed() | Printed():
            return _heard(mode, replace(page, saving=page.saving and event != Failed("card")), event)
        case _ if page.saving:
            return stay(mode)
        case BackTapped() if page.asked:
            return go(mode, OneCard(page.number))
        case BackTapped():
            return look_at(mode, Desk("cards"))
        case PrintTapped() if line and line.gone:
            return stay(mode, PrintSlip(slip_of_card(line.card, line.gone, mode.rules)))
        case _ if line is None or line.gone:
            return stay(mode)
        case OutcomeChosen(outcome):
            return go(mode, OneCard(page.number, outcome))
        case NextTapped() if page.asked:
            gone = CardGone(page.number, page.asked, mode.technician, mode.wall_s)
            return go(mode, replace(page, saving=True), EndCard(gone))
        case _:
            return stay(mode)


def _heard(mode: Mode, page: NewCard | OneCard, event: Failed | Printed) -> Moved:
    """What the register did not take is looked up there again: somebody else may have been quicker."""
    mode = replace(mode, page=page)
    if isinstance(event, Printed):
        return said(mode, "technician.notice.printed")
    mode, _ = said(mode, f"technician.failed.{event.what}")
    return stay(mode, *((ReadCards(),) if event.what == "card" else ()))
