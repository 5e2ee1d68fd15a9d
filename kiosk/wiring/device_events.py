"""What drivers tell, in the session's words. Personal fields become secrets here and nowhere else."""

from drivers.card import port as card
from drivers.cash import port as cash
from drivers.events import DeviceEvent, StatusChanged
from drivers.idcard import port as idcard
from drivers.printer import port as printer
from drivers.scanner import port as scanner
from drivers.status import Status
from drivers.terminal import port as terminal
from drivers.vocabulary import DeviceState
from kiosk.session import events as session
from kiosk.session.events import Event
from kiosk.session.secret import Secret

_ID_PROBLEMS = {
    idcard.Unreadable.UPSIDE_DOWN: "card_upside_down",
    idcard.Unreadable.NOT_AN_ID_CARD: "card_not_id",
    idcard.Unreadable.UNSUPPORTED_TYPE: "card_unsupported",
    idcard.Unreadable.REMOVED_EARLY: "card_pulled",
}
_CARD_PROBLEMS = {
    card.Unreadable.UPSIDE_DOWN: "card_turned",
    card.Unreadable.UNSUPPORTED_CARD: "card_unknown",
    card.Unreadable.REMOVED_EARLY: "card_pulled",
}
_PRINT_PROBLEMS = {
    "paper_out": "paper_out",
    "cover_open": "cover_open",
    "cutter": "cutter",
    "silent": "printer_silent",
}

_PRINTER_FAULTS = {Status.COVER_OPEN: "cover_open", Status.CUTTER_FAULT: "cutter"}
_ACCEPTOR_FAULTS = {Status.BOX_FULL: "box_full"}


def told(device: str, event: DeviceEvent) -> Event | None:
    """None for what concerns no resident; the payment terminal's results go to the payments instead."""
    if isinstance(event, StatusChanged):
        fault = fault_of(event.state)
        return _changed(device, _known_better(device, event, fault))
    match device:
        case "id_reader":
            return _id_reader(event)
        case "card_reader":
            return _card_reader(event)
        case "scanner" | "camera" if isinstance(event, scanner.CodeSeen):
            return session.CodeScanned(Secret(event.text), event.symbology)
        case "camera" if isinstance(event, scanner.DocumentSeen):
            return session.DocumentSeen(event.verdict)
        case "printer":
            return _printer(event)
        case "note_acceptor" if isinstance(event, cash.NoteDrawnIn):
            return session.NoteDrawnIn()
        case "terminal" if isinstance(event, terminal.TerminalPrompt):
            return session.TerminalPrompted(event.stage.value)
        case _:
            return None


def _changed(device: str, fault: str) -> Event | None:
    match device:
        case "id_reader" | "card_reader" | "scanner" | "printer" | "terminal" | "note_acceptor":
            return session.DeviceChanged(device, fault)
        case _:
            return None


def fault_of(state: DeviceState) -> str:
    """Busy is no fault. A device that has not spoken yet is none either: its word comes at once."""
    fine = {DeviceState.ONLINE, DeviceState.DEVICE_BUSY, DeviceState.STARTING}
    return "" if state in fine else state.value


def _known_better(device: str, event: StatusChanged, fault: str) -> str:
    """What residents can be told of it before they wait for paper, or look for their banknotes."""
    known = {"printer": _PRINTER_FAULTS, "note_acceptor": _ACCEPTOR_FAULTS}.get(device, {})
    stems = (known[status] for status in event.statuses if status in known)
    return next(stems, fault) if fault else ""


def _id_reader(event: DeviceEvent) -> Event | None:
    match event:
        case idcard.IdCardInserted():
            return session.CardInserted("id_card")
        case idcard.IdCardRead():
            number, name, address = Secret(event.number), Secret(event.name), Secret(event.address)
            return session.IdCardRead(number, event.name_masked, event.number_masked, name, address)
        case idcard.IdCardUnreadable(reason):
            return session.CardUnreadable("id_card", _ID_PROBLEMS.get(reason, "card_damaged"))
        case idcard.IdCardEjected():
            return session.CardEjected("id_card")
        case idcard.IdCardFoundAtStart():
            return session.CardInserted("id_card")
        case idcard.IdCardTaken():
            return session.CardTaken("id_card")
        case idcard.IdCardJammed():
            return session.CardJammed("id_card")
        case idcard.EjectHold(held_s):
            return session.EjectHeld(held_s)
        case idcard.ForcedEject():
            return session.ForcedEjected()
        case _:
            return None


def _card_reader(event: DeviceEvent) -> Event | None:
    match event:
        case card.CardInserted() | card.CardFoundAtStart():
            return session.CardInserted("ic_card")
        case card.CardRead():
            return session.IcCardRead(Secret(event.card_number), event.card_kind, event.number_masked)
        case card.CardHeld(_, identity, kind, number_masked):
            number = identity.hex().rstrip("f") if kind else ""
            return session.CardHeld(Secret(number), kind, number_masked)
        case card.CardUnreadable(reason):
            return session.CardUnreadable("ic_card", _CARD_PROBLEMS.get(reason, "card_damaged"))
        case card.CardEjected():
            return session.CardEjected("ic_card")
        case card.CardTaken():
            return session.CardTaken("ic_card")
        case card.CardJammed():
            return session.CardJammed("ic_card")
        case card.CardKept():
            return session.CardKept("ic_card")
        case card.CardOutOfSight():
            return session.CardOutOfSight("ic_card")
        case _:
            return None


def _printer(event: DeviceEvent) -> Event | None:
    match event:
        case printer.PrintDone(job_id, confirmed):
            return session.ReceiptPrinted(job_id, confirmed)
        case printer.PrintFailed(job_id, reason, _):
            return session.ReceiptFailed(job_id, _PRINT_PROBLEMS.get(reason.value, "printer_off"))
        case printer.ReceiptTaken(job_id):
            return session.ReceiptTaken(job_id)
        case printer.PaperChanged(paper):
            return session.PaperChanged(paper.value)
        case _:
            return None
