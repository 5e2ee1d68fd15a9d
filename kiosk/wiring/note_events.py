"""What a note acceptor tells, handed to the cash desk; the drivers' words end here."""

from drivers.cash import port as cash
from drivers.events import DeviceEvent, StatusChanged
from drivers.vocabulary import DeviceState
from kiosk.runtime.cash_desk import CashDesk


def tell_desk(desk: CashDesk, event: DeviceEvent) -> None:
    match event:
        case cash.NoteInEscrow(credit_id, value_fen):
            desk.note_in_escrow(credit_id, value_fen)
        case cash.NoteCredited(credit_id, value_fen):
            desk.note_credited(credit_id, value_fen)
        case cash.NoteStacked(credit_id):
            desk.note_in_box(credit_id)
        case cash.PendingCredit(credit_id, known_fen, _):
            desk.note_pending(credit_id, known_fen)
        case cash.NoteRefused(reason):
            desk.note_refused(other_value=reason is cash.RefusalReason.VALUE_NOT_ENABLED)
        case cash.NoteReturned(credit_id, _):
            desk.note_returned(credit_id)
        case cash.NoteReturnedAtPowerUp(known_id, _):
            desk.note_returned_at_power_up(known_id)
        case cash.AcceptorDisabled():
            desk.taking_none()
        case StatusChanged(state=DeviceState.ONLINE):
            desk.works()
        case _:
            pass
