"""What the log of entries says, read off what changed: no way through the mode can forget to write it."""

from kiosk.technician.effects import EntryKind, WriteEntry
from kiosk.technician.events import (
    ActRecorded,
    CardEnded,
    CardEntered,
    Event,
    LeaveTapped,
    PinChecked,
    ResponseChecked,
    Ticked,
)
from kiosk.technician.model import Mode
from kiosk.technician.supplies import CashAct
from kiosk.technician.view import CellTouched


def entries_between(before: Mode, after: Mode, event: Event | CellTouched) -> tuple[WriteEntry, ...]:
    """At most a few words of what, who and why; never what was typed."""
    said = (*_tries(before, event), *_moves(before, after, event), *_acts(before, after, event))
    return (*said, *_cards(event))


def _tries(before: Mode, event: Event | CellTouched) -> tuple[WriteEntry, ...]:
    match event:
        case PinChecked("wrong", _, lockout):
            kind: EntryKind = "locked" if lockout.locked else "wrong_pin"
            return (WriteEntry(kind, why=f"{lockout.wrong} in a row"),)
        case PinChecked("closed" | "broken" as verdict):
            return (WriteEntry("keypad_closed", why=verdict),)
        case ResponseChecked(right) if before.lockout.locked:
            return (WriteEntry("unlocked" if right else "wrong_code"),)
        case _:
            return ()


def _moves(before: Mode, after: Mode, event: Event | CellTouched) -> tuple[WriteEntry, ...]:
    found: list[WriteEntry] = []
    if after.technician and after.technician != before.technician:
        found.append(WriteEntry("entered", after.technician, "door" if after.door_open else "card"))
    if before.technician and not after.technician and isinstance(event, Ticked):
        found.append(WriteEntry("sitting_ended", before.technician, "untouched"))
    if isinstance(event, LeaveTapped) and after.state == "active" == before.state and after.notice:
        found.append(WriteEntry("leave_refused", after.technician, after.notice.key.rpartition(".")[2]))
    match before.state, after.state:
        case "inactive", "enter_pending":
            found.append(WriteEntry("called", why="door" if after.door_open else "sign"))
        case "enter_pending", "inactive":
            found.append(WriteEntry("given_up"))
        case "exit_pending", "inactive":
            found.append(WriteEntry("left", before.technician))
    return tuple(found)


def _acts(before: Mode, after: Mode, event: Event | CellTouched) -> tuple[WriteEntry, ...]:
    found: list[WriteEntry] = []
    if before.exchange is None and after.exchange is not None and after.exchange.by_itself:
        found.append(WriteEntry("box_removed", after.technician, f"box {after.exchange.box.number or '-'}"))
    if isinstance(event, ActRecorded):
        case = f", case {event.act.case}" if isinstance(event.act, CashAct) and event.act.case else ""
        found.append(WriteEntry("act_recorded", event.act.technician, f"act {event.act.number}{case}"))
    return tuple(found)


def _cards(event: Event | CellTouched) -> tuple[WriteEntry, ...]:
    match event:
        case CardEntered(card):
            return (WriteEntry("card_entered", card.technician, f"card {card.number}"),)
        case CardEnded(gone):
            kind: EntryKind = "card_returned" if gone.outcome == "handed_back" else "card_sent_on"
            return (WriteEntry(kind, gone.technician, f"card {gone.card}"),)
        case _:
            return ()
