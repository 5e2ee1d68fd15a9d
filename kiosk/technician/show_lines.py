"""What is read line by line: traces, results, exchanges, and who came and went. In engineers' words."""

from typing import TypeAlias

from kiosk.payment.amount import digits
from kiosk.selftest.model import Part, Result
from kiosk.session.view import Button, Text, Tone, text
from kiosk.technician.acts import metres, moment, signed
from kiosk.technician.events import FilterChosen, Place, PlaceOpened
from kiosk.technician.lists import results_of, shown
from kiosk.technician.model import Desk, Mode
from kiosk.technician.show_parts import Shown, back, leave, pager, part_name
from kiosk.technician.supplies import Act, CashAct
from kiosk.technician.view import Lines

_Lines: TypeAlias = tuple[Text | str, ...]

_RECORDS: tuple[Place, ...] = ("trace", "history", "entries", "acts")


def lines(mode: Mode, page: Desk) -> Shown:
    desk = Lines(
        text(f"technician.page.{page.place}"), _all(mode, page)[shown(mode, page)], _filters(mode, page)
    )
    desk = Lines(desk.title, desk.lines, desk.filters, pager(mode, page))
    others = tuple(
        Button(place, text(f"technician.button.{place}"), PlaceOpened(place))
        for place in _RECORDS
        if place != page.place
    )
    return desk, (back(), *others, leave())


def _all(mode: Mode, page: Desk) -> _Lines:
    match page.place:
        case "trace":
            return mode.trace
        case "entries":
            return mode.entries
        case "history":
            return tuple(_result(mode, result) for result in results_of(mode, page.part))
        case _:
            return tuple(_act(mode, act) for act in mode.acts)


def _filters(mode: Mode, page: Desk) -> tuple[Button, ...]:
    """By device, where there is a device behind the lines."""
    if page.place not in {"trace", "history"}:
        return ()
    parts = tuple(state.part for state in mode.parts if _has_lines(state.part, state.state, page.place))
    every = _filter(None, page.part)
    return (every, *(_filter(part, page.part) for part in parts)) if parts else ()


_DEVICES = frozenset(
    {"id_reader", "card_reader", "scanner", "camera", "printer", "note_acceptor", "terminal"}
)


def _has_lines(part: Part, state: str, place: Place) -> bool:
    return state != "not_fitted" and (place == "history" or part in _DEVICES)


def _filter(part: Part | None, chosen: Part | None) -> Button:
    label = part_name(part) if part else text("technician.all_parts")
    tone: Tone = "primary" if part == chosen else "plain"
    return Button(f"filter_{part or 'all'}", label, FilterChosen(part), tone=tone)


def _result(mode: Mode, result: Result) -> str:
    figures = " ".join(f"{measured.key}={measured.value}" for measured in result.measured[:3])
    when = moment(mode.rules, result.began_wall_s)
    said = " ".join(word for word in (result.reason, figures) if word)
    return f"{when} {result.test:<26} {result.outcome:<10} {result.took_s:5.1f} s  {said}".rstrip()


def _act(mode: Mode, act: Act) -> str:
    head = f"{moment(mode.rules, act.wall_s)} #{act.number:<4}"
    if not isinstance(act, CashAct):
        roll = act.roll
        return f"{head} paper     {roll.slips} slips {metres(roll.printed_mm)}  by {act.technician}"
    case = f" case {act.case}" if act.case else ""
    sums = f"{digits(act.counted_fen)} of {digits(act.system_fen)} {signed(act.difference_fen)}"
    people = f"by {act.technician} {act.witness}"
    return f"{head} cash box  {act.box or '-'} > {act.new_box}  {sums}{case}  {people}"
