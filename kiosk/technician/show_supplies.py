"""Supplies: the counters, the new roll, and the form of the cash box."""

from kiosk.payment.amount import digits
from kiosk.session.view import Button, Text, text
from kiosk.technician import form
from kiosk.technician.acts import metres, moment, note_name, signed
from kiosk.technician.events import (
    DaySheetTapped,
    ExchangeTapped,
    NewRollTapped,
    NextTapped,
    PlaceOpened,
    RecountTapped,
    RowChosen,
)
from kiosk.technician.model import Exchange, Mode
from kiosk.technician.show_parts import Shown, age, back, keys, leave
from kiosk.technician.supplies import CashExchange, CountedLine
from kiosk.technician.view import Form, FormRow


def supplies(mode: Mode) -> Shown:
    """The notes of a box that is being counted are not told: who counts must not know what to find."""
    rows = _paper(mode)
    buttons = [back(), Button("new_roll", text("technician.button.new_roll"), NewRollTapped())]
    if mode.rules.has_note_acceptor:
        rows += _box(mode)
        resumed = "resume_box" if mode.exchange else "cash_box"
        buttons.append(Button("cash_box", text(f"technician.button.{resumed}"), ExchangeTapped()))
    buttons.append(Button("acts", text("technician.button.acts"), PlaceOpened("acts")))
    buttons += [Button("day_sheet", text("technician.button.day_sheet"), DaySheetTapped()), leave()]
    desk = Form(text("technician.page.supplies"), text("technician.supplies.prompt"), rows)
    return desk, tuple(buttons)


def _paper(mode: Mode) -> tuple[FormRow, ...]:
    roll = mode.supplies.paper
    changed = age(mode, roll.since_wall_s) if roll.since_wall_s else text("technician.never")
    return (
        _row("paper_since", moment(mode.rules, roll.since_wall_s), changed),
        _row("slips", str(roll.slips)),
        _row("printed_m", metres(roll.printed_mm)),
    )


def _box(mode: Mode) -> tuple[FormRow, ...]:
    box = mode.supplies.box
    held = "-" if mode.exchange else str(sum(box.notes.values()))
    off = text("technician.supplies.cash_off") if mode.cash_stays_off else None
    return (
        _row("box", box.number or "-", off),
        _row("box_since", moment(mode.rules, box.since_wall_s)),
        _row("box_notes", held),
    )


def new_roll(mode: Mode) -> Shown:
    record = Button(
        "record",
        text("technician.button.record_roll"),
        NewRollTapped(),
        tone="primary",
        enabled=not mode.recording,
        reason=text("technician.recording") if mode.recording else None,
    )
    rows = (*_paper(mode), _row("technician", mode.technician))
    desk = Form(text("technician.page.new_roll"), text("technician.supplies.roll_prompt"), rows)
    return desk, (back(), record)


def exchange(mode: Mode, page: Exchange) -> Shown:
    opened = mode.exchange
    if opened is None:
        return supplies(mode)
    match opened.step:
        case "count":
            rows, typed = _counting(mode, opened, page.row), True
        case "people":
            rows, typed = _people(mode, opened, page.row), True
        case "compare":
            rows, typed = _comparing(mode, opened), False
    desk = Form(
        title=text("technician.page.exchange"),
        prompt=text(f"technician.exchange.{opened.step}"),
        rows=rows,
        keys=keys() if typed else (),
        problem=_problem(mode, opened),
    )
    return desk, _buttons(mode, opened)


def _buttons(mode: Mode, opened: CashExchange) -> tuple[Button, ...]:
    lacking = form.missing(mode, opened)
    free = not lacking and not mode.recording
    why = text(f"technician.lacking.{lacking}") if lacking else text("technician.recording")
    stem = "record_box" if opened.step == "compare" else "next"
    go = Button(
        "next",
        text(f"technician.button.{stem}"),
        NextTapped(),
        tone="primary",
        enabled=free,
        reason=None if free else why,
    )
    recount = Button("recount", text("technician.button.recount"), RecountTapped())
    return (back(), recount, go) if opened.step == "compare" else (back(), go)


def _problem(mode: Mode, opened: CashExchange) -> Text | None:
    """A difference is said aloud before it becomes a case."""
    differs = any(line.counted != line.system for line in opened.lines(mode.rules.note_values_fen))
    return text("technician.exchange.differs") if opened.step == "compare" and differs else None


def _head(mode: Mode, opened: CashExchange) -> tuple[FormRow, ...]:
    removed = moment(mode.rules, opened.removed_wall_s)
    period = f"{moment(mode.rules, opened.box.since_wall_s)} > {removed}"
    return (_row("box", opened.box.number or "-"), _row("period", period))


def _counting(mode: Mode, opened: CashExchange, chosen: str) -> tuple[FormRow, ...]:
    fields = tuple(
        _field(mode, opened, form.counted_row(value), note_name(value), chosen)
        for value in form.values_of(mode, opened)
    )
    return (*_head(mode, opened), *fields)


def _people(mode: Mode, opened: CashExchange, chosen: str) -> tuple[FormRow, ...]:
    return (
        *_head(mode, opened),
        _row("technician", mode.technician),
        _field(mode, opened, form.WITNESS, text("technician.slip.witness"), chosen),
        _field(mode, opened, form.NEW_BOX, text("technician.slip.new_box"), chosen),
    )


def _field(mode: Mode, opened: CashExchange, name: str, label: Text, chosen: str) -> FormRow:
    now = form.chosen_row(mode, opened, chosen)
    select = Button(f"choose_{name}", label, RowChosen(name))
    return FormRow(name, label, form.value_of(opened, name), None, now == name, select)


def _comparing(mode: Mode, opened: CashExchange) -> tuple[FormRow, ...]:
    lines = opened.lines(mode.rules.note_values_fen)
    system = sum(line.system * line.value_fen for line in lines)
    counted = sum(line.counted * line.value_fen for line in lines)
    people = text("technician.exchange.people_are", technician=mode.technician, witness=opened.witness)
    return (
        *_head(mode, opened),
        *(_compared(line) for line in reversed(lines)),
        _row("counted_sum", digits(counted), text("technician.exchange.system_says", sum=digits(system))),
        _row("difference", signed(counted - system), people),
    )


def _compared(line: CountedLine) -> FormRow:
    note = text("technician.exchange.machine_has", n=str(line.system))
    return FormRow(f"compared_{line.value_fen}", note_name(line.value_fen), str(line.counted), note)


def _row(stem: str, value: str, note: Text | None = None) -> FormRow:
    return FormRow(stem, text(f"technician.slip.{stem}"), value, note)
