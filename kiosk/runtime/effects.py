"""Effect -> whoever does it -> event back. Returns at once from every effect; silence is never an answer."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from kiosk.runtime.devices import CardReader, DocumentCamera, IdReader, Scanner
from kiosk.runtime.look_ups import LookUps
from kiosk.runtime.meter_cards import MeterCards
from kiosk.runtime.note_slot import NoteSlot
from kiosk.runtime.payments import Payments
from kiosk.runtime.pictures import Pictures
from kiosk.runtime.prepaid_meters import PrepaidMeters
from kiosk.runtime.receipts import Receipts
from kiosk.runtime.recharge_cards import RechargeCards
from kiosk.session.effects import (
    ArmDevices,
    AskBoard,
    AskRechargeCard,
    CallTechnician,
    CancelPayment,
    CheckHelper,
    Effect,
    EjectCard,
    FileRequest,
    FindPayment,
    FinishNotes,
    LookUpBills,
    LookUpHistories,
    LookUpRequests,
    PressRedButton,
    PrintReceipt,
    PrintSlip,
    StartPayment,
    WipeSession,
    WithdrawRequest,
)
from kiosk.session.effects_documents import DropPictures
from kiosk.session.effects_drafts import DropDraft, KeepDraft, LookUpDraft
from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.effects_paid import LookUpNumbers, LookUpPaid, PrintNumbers
from kiosk.session.effects_prepaid import AskMeters, FollowLoad, ReadMeterCard, RedirectLoad, WriteMeterCard
from kiosk.session.model import Armed, Expected

BILL_SYMBOLOGIES = frozenset({"code128", "code39", "itf", "qr"})
PAY_CODE_SYMBOLOGIES = frozenset({"code128", "qr"})
"""A phone shows its payment code both as Code 128 and as QR."""

_SYMBOLOGIES: dict[Expected, frozenset[str]] = {
    "bill": BILL_SYMBOLOGIES,
    "pay_code": PAY_CODE_SYMBOLOGIES,
    "recharge_code": BILL_SYMBOLOGIES,
}
"""A recharge card carries what a bill could carry; a phone's code must be seen to be told from it."""

StaffEffect: TypeAlias = CheckHelper | FindPayment | CallTechnician


class Slots(Struct):
    """The inputs of this machine; what is not fitted is None. Several scanners may look at once, and the
    camera, which photographs papers, is one of them."""

    id_reader: IdReader | None
    card_reader: CardReader | None
    scanners: tuple[Scanner, ...]
    notes: NoteSlot | None = None
    camera: DocumentCamera | None = None


class Desks(Struct):
    """Who is asked about what is neither bill nor payment."""

    recharge_cards: RechargeCards
    prepaid: PrepaidMeters
    meter_cards: MeterCards


class Services(Struct):
    """Who does what is asked for beside paying."""

    boards: Callable[[AskBoard], None]
    requests: Callable[[FileRequest], None]
    slips: Callable[[PrintSlip | PrintNumbers], None]
    request_look_ups: Callable[[LookUpRequests], None]
    withdrawals: Callable[[WithdrawRequest], None]
    pictures: Pictures
    drafts: Callable[[KeepDraft | LookUpDraft], None]
    drops: Callable[[DropDraft], None]


class EffectRunner:
    """`wipe` is told that a resident has gone, with everything of theirs; `staff` does what helpers ask, and
    `boards` says what is published."""

    def __init__(
        self,
        slots: Slots,
        look_ups: LookUps,
        payments: Payments,
        receipts: Receipts,
        services: Services,
        desks: Desks,
        wipe: Callable[[], object],
        staff: Callable[[StaffEffect], None],
    ) -> None:
        self._slots = slots
        self._look_ups = look_ups
        self._payments = payments
        self._receipts = receipts
        self._services = services
        self._desks = desks
        self._wipe = wipe
        self._staff = staff

    def __call__(self, effect: Effect) -> None:
        match effect:
            case ArmDevices(armed):
                self._arm(armed)
            case LookUpBills() | LookUpHistories() | LookUpPaid() | LookUpNumbers() | LookUpAccounts():
                self._look_ups.perform(effect)
            case AskBoard():
                self._services.boards(effect)
            case FileRequest():
                self._services.requests(effect)
            case LookUpRequests():
                self._services.request_look_ups(effect)
            case WithdrawRequest():
                self._services.withdrawals(effect)
            case KeepDraft() | LookUpDraft():
                self._services.drafts(effect)
            case DropDraft():
                self._services.drops(effect)
            case DropPictures(pictures):
                self._services.pictures.drop(pictures)
            case PrintSlip() | PrintNumbers():
                self._services.slips(effect)
            case AskRechargeCard():
                self._desks.recharge_cards.ask(effect)
            case AskMeters() | FollowLoad():
                self._desks.prepaid.perform(effect)
            case ReadMeterCard() | WriteMeterCard() | RedirectLoad():
                self._desks.meter_cards.perform(effect)
            case StartPayment():
                self._payments.begin(effect)
            case CancelPayment(payment_id) | FinishNotes(payment_id):
                self._payments.cancel(payment_id)
            case PrintReceipt():
                self._receipts.print_receipt(effect)
            case EjectCard(slot):
                reader = self._slots.id_reader if slot == "id_card" else self._slots.card_reader
                if reader is not None:
                    reader.eject()
            case PressRedButton(down):
                self._press(down)
            case CheckHelper() | FindPayment() | CallTechnician():
                self._staff(effect)
            case WipeSession():
                self._desks.prepaid.forget()
                self._desks.meter_cards.holds(None)
                self._services.pictures.forget()
                self._wipe()

    def _arm(self, armed: Armed) -> None:
        if self._slots.id_reader is not None:
            self._slots.id_reader.arm() if armed.id_card else self._slots.id_reader.disarm()
        if self._slots.card_reader is not None:
            _arm_for_cards(self._slots.card_reader, armed)
        for scanner in self._slots.scanners:
            if armed.document and self._slots.camera is scanner:
                self._slots.camera.arm_for_document(another=armed.another)
            elif armed.scanner:
                scanner.arm(_SYMBOLOGIES[armed.scanner])
            else:
                scanner.disarm()

        if self._slots.notes is not None:
            self._slots.notes.arm(armed=armed.notes)

    def _press(self, down: bool) -> None:
        if self._slots.id_reader is not None:
            self._slots.id_reader.button_down() if down else self._slots.id_reader.button_up()


def _arm_for_cards(reader: CardReader, armed: Armed) -> None:
    if not armed.ic_card:
        reader.disarm()
    elif armed.hold:
        reader.arm_to_hold()
    else:
        reader.arm()
