"""Cards left behind: the list of the register, one card of it, and the questions of a new entry."""

from msgspec.structs import replace

from kiosk.session.view import Button, Text, text
from kiosk.technician.acts import moment
from kiosk.technician.card_slip import entered_by
from kiosk.technician.events import (
    CardOpened,
    NewCardTapped,
    NextTapped,
    OutcomeChosen,
    PrintTapped,
    RowChosen,
)
from kiosk.technician.left_cards import FOUND_AT, KINDS, CardGone, LeftCard, RegisterLine
from kiosk.technician.lists import shown
from kiosk.technician.mode_cards import line_of, missing
from kiosk.technician.model import Desk, Mode, NewCard, OneCard
from kiosk.technician.show_parts import Shown, age, back, keys, leave, pager
from kiosk.technician.view import Chip, Form, FormRow, Level, TestList, TestRow

_LEVELS: dict[str, Level] = {"handed_back": "ok", "sent_on": "unknown"}


def cards(mode: Mode, page: Desk) -> Shown:
    """Who waits for longest is not told apart: every card that waits stands before those that are gone."""
    title = text("technician.page.cards")
    damaged = text("technician.cards.damaged") if mode.cards is None else None
    new = Button(
        "new_card",
        text("technician.button.new_card"),
        NewCardTapped(),
        enabled=not damaged,
        reason=text("technician.cards.off") if damaged else None,
    )
    buttons = (back(), new, leave())
    if not mode.cards:
        return Form(title, text("technician.cards.none"), (), problem=damaged), buttons
    rows = tuple(_row(mode, line) for line in mode.cards[shown(mode, page)])
    return TestList(title, rows, pager(mode, page)), buttons


def _row(mode: Mode, line: RegisterLine) -> TestRow:
    card, gone = line.card, line.gone
    outcome = gone.outcome if gone else "waiting"
    number = str(card.number)
    return TestRow(
        name=f"card_{number}",
        title=text("technician.cards.row", number=number, card=_name(card)),
        chip=Chip(text(f"technician.card_outcome.{outcome}"), _LEVELS.get(outcome, "warning")),
        when=text("technician.cards.found", place=_place(card), age=age(mode, card.wall_s)),
        reason=None,
        start=Button(f"open_card_{number}", text("technician.button.open_card"), CardOpened(card.number)),
    )


def _name(card: LeftCard) -> Text:
    kind = text(f"technician.card_kind.{card.kind}")
    return text("technician.cards.ends_in", kind=kind, digits=card.last_digits) if card.last_digits else kind


def _place(card: LeftCard) -> Text:
    return text(f"technician.found_at.{card.found_at}")


# -- one card ------------------------------------------------------------------------------------------


def one_card(mode: Mode, page: OneCard) -> Shown:
    """A question has a page of its own, so that the second half of a double tap answers nothing."""
    line = line_of(mode, page.number)
    if line is None:
        return cards(mode, Desk("cards"))[0], (back(),)
    rows = _known(mode, line.card)
    if line.gone:
        again = Button("print", text("technician.button.card_slip"), PrintTapped(), tone="primary")
        desk = Form(_title("gone"), text("technician.cards.gone"), rows + _ended(mode, line.gone))
        return desk, (back(), again)
    if page.asked:
        return Form(_title(page.asked), text(f"technician.cards.ask_{page.asked}"), rows), _confirm(page)
    buttons = tuple(
        Button(outcome, text(f"technician.button.{outcome}"), OutcomeChosen(outcome))
        for outcome in ("handed_back", "sent_on")
    )
    return Form(_title("waiting"), text("technician.cards.waiting"), rows), (back(), *buttons, leave())


def _title(stem: str) -> Text:
    return text(f"technician.page.card_{stem}")


def _confirm(page: OneCard) -> tuple[Button, ...]:
    yes = Button("confirm", text(f"technician.button.confirm_{page.asked}"), NextTapped(), tone="primary")
    if page.saving:
        yes = replace(yes, enabled=False, reason=text("technician.recording"))
    return back(), yes


def _known(mode: Mode, card: LeftCard) -> tuple[FormRow, ...]:
    return (
        _field("card_number", str(card.number)),
        _field("card_kind", text(f"technician.card_kind.{card.kind}")),
        _field("card_digits", card.last_digits or "-"),
        _field("card_found_at", _place(card)),
        _field("card_found", moment(mode.rules, card.wall_s), age(mode, card.wall_s)),
        _field("card_entered_by", entered_by(card)),
    )


def _ended(mode: Mode, gone: CardGone) -> tuple[FormRow, ...]:
    return (
        _field("card_outcome", text(f"technician.card_outcome.{gone.outcome}")),
        _field("card_gone", moment(mode.rules, gone.wall_s), age(mode, gone.wall_s)),
        _field("card_given_by", gone.technician),
    )


def _field(stem: str, value: Text | str, note: Text | None = None) -> FormRow:
    return FormRow(stem, text(f"technician.slip.{stem}"), value, note)


# -- entering ------------------------------------------------------------------------------------------


def new_card(mode: Mode, page: NewCard) -> Shown:
    """One question after the other; what was answered can be asked again from the last page."""
    if page.kind is None:
        return _question("kind", tuple(_choice("card_kind", kind) for kind in KINDS)), (back(),)
    if page.found_at is None:
        return _question("found_at", tuple(_choice("found_at", place) for place in FOUND_AT)), (back(),)
    digits = FormRow("card_digits", text("technician.slip.card_digits"), page.last_digits, chosen=True)
    rows = (
        _again("card_kind", text(f"technician.card_kind.{page.kind}")),
        _again("card_found_at", text(f"technician.found_at.{page.found_at}")),
        replace(digits, select=Button("choose_card_digits", digits.label, RowChosen("card_digits"))),
        _field("technician", mode.technician),
    )
    return replace(_question("digits", rows), keys=keys()), (back(), _enter(page))


def _question(stem: str, rows: tuple[FormRow, ...]) -> Form:
    return Form(text(f"technician.page.card_{stem}"), text(f"technician.cards.ask_{stem}"), rows)


def _choice(stem: str, name: str) -> FormRow:
    label = text(f"technician.{stem}.{name}")
    note = text("technician.cards.bin_note") if name == "bin" else None
    return FormRow(name, label, "", note, select=Button(f"choose_{name}", label, RowChosen(name)))


def _again(stem: str, value: Text) -> FormRow:
    row = _field(stem, value)
    return replace(row, select=Button(f"choose_{stem}", row.label, RowChosen(stem)))


def _enter(page: NewCard) -> Button:
    lacking = missing(page)
    why = text(f"technician.lacking.{lacking}") if lacking else text("technician.recording")
    free = not lacking and not page.saving
    return Button(
        "enter_card",
        text("technician.button.enter_card"),
        NextTapped(),
        tone="primary",
        enabled=free,
        reason=None if free else why,
    )
