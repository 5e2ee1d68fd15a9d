"""Every effect reaches the one that carries it out, and returns at once."""

from collections.abc import Callable

import pytest

from kiosk.runtime.clock import FakeClock
from kiosk.runtime.effects import BILL_SYMBOLOGIES, PAY_CODE_SYMBOLOGIES
from kiosk.runtime.journal import Journal
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
from kiosk.session.events import (
    BillsReceived,
    CardWriteEnded,
    Event,
    LoadRedirected,
    LoadTold,
    MeterCardRefused,
    MetersReceived,
    PaymentEnded,
    PaymentOpened,
    ReceiptFailed,
    RechargeCardKnown,
)
from kiosk.session.forms import Draft, FiledRequest, Person
from kiosk.session.model import Armed
from kiosk.session.secret import Secret
from tests.runtime.counter import BASKET
from tests.runtime.effects_machine import Machine
from tests.runtime.scripted_gateway import answer
from tests.session import facts


@pytest.fixture
def machine(clock: FakeClock, journal: Journal, told: list[Event]) -> Machine:
    return Machine(clock, journal, told)


LOOK_UP = LookUpBills(1, "account", facts.BILL_BARCODE, "electricity", whole_household=False)
LOOK_BACK = LookUpHistories(1, "account", facts.BILL_BARCODE, "", whole_household=True)
LOOK_NUMBERS = LookUpNumbers(1, "id_card", facts.ID_NUMBER, "", whole_household=True)
LOOK_ACCOUNTS = LookUpAccounts(1, "account", facts.BILL_BARCODE, "", whole_household=False)
NUMBERS = PrintNumbers(8, facts.findings())
LOOK_PAID = LookUpPaid(1, "account", facts.BILL_BARCODE, "", whole_household=True)
START = StartPayment(2, BASKET, "phone_code", facts.WECHAT_CODE)
CHECK = CheckHelper(1, "03", Secret("51830746"))
PRINT = PrintReceipt(facts.settled("p1", BASKET), BASKET)

Done = Callable[[Machine], bool]
FILE = FileRequest(4, Draft("repair"))
SLIP = PrintSlip(FiledRequest("repair", "26112100000017"))
STATE, WITHDRAW = LookUpRequests(5), WithdrawRequest(6, "r1")
PERSON = Person(facts.ID_NUMBER, "3***1")
KEEP, LOOK_FOR_DRAFT = KeepDraft(8, Draft("repair"), PERSON), LookUpDraft(9, "repair", PERSON)
CARRIED_OUT: dict[Effect, Done] = {
    ArmDevices(Armed(id_card=True)): lambda m: m.id_reader.done == ["arm"],
    LOOK_UP: lambda m: isinstance(m.told[-1], BillsReceived),
    AskRechargeCard(1, facts.RECHARGE_CODE, BASKET): lambda m: m.told == [RechargeCardKnown(1, 20000)],
    LOOK_BACK: lambda m: isinstance(m.told[-1], BillsReceived),
    LOOK_NUMBERS: lambda m: isinstance(m.told[-1], BillsReceived),
    LOOK_ACCOUNTS: lambda m: isinstance(m.told[-1], BillsReceived) and not m.told[-1].findings.bills,
    LOOK_PAID: lambda m: isinstance(m.told[-1], BillsReceived),
    AskMeters(1, "account", Secret("1"), "water", whole_household=False): lambda m: (
        m.told == [MetersReceived(1, ())]
    ),
    FollowLoad("pay-1"): lambda m: isinstance(m.told[-1], LoadTold),
    ReadMeterCard(4): lambda m: m.told == [MeterCardRefused(4, "card_pulled")],
    WriteMeterCard("l1"): lambda m: m.told == [CardWriteEnded("l1", "refused", "card_gone")],
    RedirectLoad("l1", "send"): lambda m: m.told == [LoadRedirected("l1", None)],
    AskBoard(1, "managers"): lambda m: m.asked_of_services == [AskBoard(1, "managers")],
    FILE: lambda m: m.asked_of_services == [FILE],
    KEEP: lambda m: m.asked_of_services == [KEEP],
    DropDraft("r1"): lambda m: m.asked_of_services == [DropDraft("r1")],
    LOOK_FOR_DRAFT: lambda m: m.asked_of_services == [LOOK_FOR_DRAFT],
    DropPictures((1,)): lambda m: len(m.pictures) == 0,
    NUMBERS: lambda m: m.asked_of_services == [NUMBERS],
    SLIP: lambda m: m.asked_of_services == [SLIP],
    STATE: lambda m: m.asked_of_services == [STATE],
    WITHDRAW: lambda m: m.asked_of_services == [WITHDRAW],
    EjectCard("id_card"): lambda m: m.id_reader.done == ["eject"],
    EjectCard("ic_card"): lambda m: m.card_reader.done == ["eject"],
    PressRedButton(down=True): lambda m: m.id_reader.done == ["button down"],
    PressRedButton(down=False): lambda m: m.id_reader.done == ["button up"],
    START: lambda m: m.told[0] == PaymentOpened(2, "p1") and m.gateway.calls == ["submit"],
    PRINT: lambda m: m.told == [ReceiptFailed("p1", "printer_off")],
    WipeSession(): lambda m: m.wiped == 1,
    CHECK: lambda m: m.asked_by_staff == [CHECK],
    FindPayment(2, "26112012345678"): lambda m: m.asked_by_staff == [FindPayment(2, "26112012345678")],
    CallTechnician(): lambda m: m.asked_by_staff == [CallTechnician()],
}


@pytest.mark.parametrize("effect", CARRIED_OUT, ids=lambda effect: type(effect).__name__)
def test_every_effect_is_carried_out_once(machine: Machine, effect: Effect) -> None:
    machine.perform(effect)
    machine.work()
    assert CARRIED_OUT[effect](machine)


def test_no_kind_of_effect_is_forgotten() -> None:
    kinds = {type(effect) for effect in CARRIED_OUT} | {CancelPayment, FinishNotes}
    assert kinds == set(Effect.__subclasses__())


@pytest.mark.parametrize("asked", [CancelPayment("p1"), FinishNotes("p1")])
def test_a_cancellation_reaches_the_payment_under_way(machine: Machine, asked: Effect) -> None:
    machine.perform(START)
    machine.work()
    machine.gateway.says(answer("not_charged", "cancelled"))
    machine.perform(asked)
    machine.work()
    assert machine.gateway.calls == ["submit", "cancel"]
    assert [event.outcome.detail for event in machine.told if isinstance(event, PaymentEnded)] == [
        "cancelled"
    ]


def test_an_effect_that_takes_time_is_left_to_its_worker(machine: Machine) -> None:
    for effect in (LOOK_UP, START, PRINT):
        machine.perform(effect)
    assert (machine.told, machine.gateway.calls) == ([], [])


def test_arming_opens_what_is_named_and_closes_all_else(machine: Machine) -> None:
    machine.perform(ArmDevices(Armed("bill", id_card=True, ic_card=True)))
    machine.perform(ArmDevices(Armed(ic_card=True)))
    assert machine.id_reader.done == ["arm", "disarm"]
    assert machine.card_reader.done == ["arm", "arm"]
    assert [scanner.sees for scanner in machine.scanners] == [frozenset(), frozenset()]


def test_a_card_that_is_to_stay_is_let_in_for_that(machine: Machine) -> None:
    machine.perform(ArmDevices(Armed(ic_card=True, hold=True)))
    machine.perform(ArmDevices(Armed(hold=True)))
    assert machine.card_reader.done == ["arm to hold", "disarm"]


def test_every_scanner_looks_for_the_codes_of_the_step_and_no_others(machine: Machine) -> None:
    machine.perform(ArmDevices(Armed("bill")))
    assert {scanner.sees for scanner in machine.scanners} == {BILL_SYMBOLOGIES}
    machine.perform(ArmDevices(Armed("pay_code")))
    assert {scanner.sees for scanner in machine.scanners} == {PAY_CODE_SYMBOLOGIES}
    machine.perform(ArmDevices(Armed("recharge_code")))
    assert {scanner.sees for scanner in machine.scanners} == {BILL_SYMBOLOGIES}
    assert {"code128", "qr"} == PAY_CODE_SYMBOLOGIES < BILL_SYMBOLOGIES


def test_a_machine_without_devices_carries_out_what_it_can(
    clock: FakeClock, journal: Journal, told: list[Event]
) -> None:
    machine = Machine(clock, journal, told, fitted=False)
    for effect in CARRIED_OUT:
        machine.perform(effect)
    machine.work()
    assert machine.wiped == 1


def test_a_camera_is_asked_for_a_paper_where_the_others_rest(clock: FakeClock, journal: Journal) -> None:
    machine = Machine(clock, journal, [])
    machine.perform(ArmDevices(Armed(document=True)))
    assert [scanner.sees for scanner in machine.scanners] == [frozenset(), {"a paper"}]
    machine.perform(ArmDevices(Armed(document=True, another=True)))
    assert machine.scanners[1].sees == {"another paper"}
    machine.perform(ArmDevices(Armed(scanner="bill")))
    assert machine.scanners[1].sees == BILL_SYMBOLOGIES


def test_photographs_go_when_they_are_let_go_and_with_their_resident(machine: Machine) -> None:
    first, second = machine.pictures.keep(b"1"), machine.pictures.keep(b"2")
    machine.perform(DropPictures((first,)))
    assert (machine.pictures.of(first), machine.pictures.of(second)) == (None, b"2")
    machine.perform(WipeSession())
    assert len(machine.pictures) == 0
