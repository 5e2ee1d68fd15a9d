"""A payment is found by its receipt's serial number, and what is found names nobody."""

import pytest
from msgspec.structs import replace

from kiosk.backend.errors import GatewayUnreachable
from kiosk.runtime import answers
from kiosk.runtime.journal import Intent, Journal, JournalDamaged, Note
from kiosk.runtime.no_journal import NoJournal
from kiosk.runtime.paid_look_up import PaidLookUps
from kiosk.session.events import PaymentFound, PaymentNotFound
from kiosk.wire.load_words import LoadState
from kiosk.wire.loads import LoadAnswer, LoadsAnswer
from kiosk.wire.payments import LegAnswer, PaymentAnswer
from tests.runtime.counter import BASKET
from tests.runtime.scripted_gateway import ScriptedGateway, answer
from tests.session import facts

SERIAL = "26112012345678"


class ScriptedLoads:
    """The one load that was bought, as it stands."""

    def __init__(self) -> None:
        self.load: LoadAnswer | None = None

    def of_payment(self, payment_id: str) -> LoadsAnswer:
        return LoadsAnswer((self.load,) if self.load else ())


class Desk:
    def __init__(self, journal: Journal) -> None:
        self.gateway, self.journal = ScriptedGateway(), journal
        self.loads = ScriptedLoads()
        self.look_ups = PaidLookUps(self.gateway, self.loads, journal)

    def paid(self, intent: Intent, *stacked_fen: int) -> None:
        self.journal.intend(intent, 1.0)
        for number, value_fen in enumerate(stacked_fen):
            note = Note(f"n{number}", value_fen)
            self.journal.write_note(intent.payment_id, "note_escrow", note, 1.0)
            self.journal.write_note(intent.payment_id, "note_stacked", note, 1.0)
        said = replace(facts.settled(intent.payment_id, BASKET), receipt_no=SERIAL)
        self.journal.write(intent.payment_id, "result", 2.0, answers.result_body(said))
        self.journal.write(intent.payment_id, "closed", 2.0)

    def finds(self, serial: str) -> PaymentFound | PaymentNotFound:
        return self.look_ups.find(serial)


@pytest.fixture
def till(journal: Journal) -> Desk:
    """Nothing was paid yet."""
    return Desk(journal)


@pytest.fixture
def desk(till: Desk) -> Desk:
    """One payment was made by phone."""
    till.paid(Intent("p1", BASKET.amount_fen, "phone_code"))
    return till


def settled() -> PaymentAnswer:
    return replace(answer("settled"), receipt_no=SERIAL)


def test_the_journal_knows_which_payment_and_the_gateway_how_it_stands(desk: Desk) -> None:
    desk.gateway.says(settled())
    found = desk.finds(SERIAL)
    assert isinstance(found, PaymentFound)
    assert (found.outcome.kind, found.outcome.receipt_no) == ("settled", SERIAL)
    assert sum(leg.amount_fen for leg in found.outcome.legs) == BASKET.amount_fen
    assert desk.gateway.calls == ["ask"]


def test_what_is_found_names_no_account(desk: Desk) -> None:
    desk.gateway.says(settled())
    found = desk.finds(SERIAL)
    assert isinstance(found, PaymentFound)
    assert {(leg.account_masked, leg.voucher_no) for leg in found.outcome.legs} == {("", "")}


@pytest.mark.parametrize("serial", ["26112012345679", "", "%", "settled", "2611201234567"])
def test_a_number_that_is_none_of_this_machines_asks_nobody(desk: Desk, serial: str) -> None:
    assert desk.finds(serial) == PaymentNotFound("serial_unknown")
    assert desk.gateway.calls == []


def test_without_the_gateway_nothing_is_said_of_the_payment(desk: Desk) -> None:
    desk.gateway.says(GatewayUnreachable("no line"))
    assert desk.finds(SERIAL) == PaymentNotFound("gateway_down")


def test_a_gateway_that_knows_another_serial_is_not_believed(desk: Desk) -> None:
    desk.gateway.says(replace(settled(), receipt_no="26112099999999"))
    assert desk.finds(SERIAL) == PaymentNotFound("serial_unknown")


def by_cash(inserted_fen: int) -> PaymentAnswer:
    leg = LegAnswer("b1", "gas", inserted_fen, "posted")
    return replace(settled(), amount_fen=inserted_fen, inserted_fen=inserted_fen, method="cash", legs=(leg,))


def test_cash_is_shown_as_this_machines_own_notes_add_up(till: Desk) -> None:
    till.paid(Intent("p1", 15000, "cash"), 10000, 5000)
    till.gateway.says(by_cash(15000))
    found = till.finds(SERIAL)
    assert isinstance(found, PaymentFound)
    assert (found.outcome.kind, found.outcome.inserted_fen) == ("settled", 15000)
    assert [leg.amount_fen for leg in found.outcome.legs] == [15000]


@pytest.mark.parametrize("told_fen", [10000, 20000, 0])
def test_cash_of_which_the_gateway_knows_another_sum_is_still_being_checked(
    till: Desk, told_fen: int
) -> None:
    """What is in the box is this machine's to say; under such a sum no copy is printed."""
    till.paid(Intent("p1", 15000, "cash"), 10000, 5000)
    till.gateway.says(by_cash(told_fen))
    found = till.finds(SERIAL)
    assert isinstance(found, PaymentFound)
    assert (found.outcome.kind, found.outcome.inserted_fen) == ("pending", 15000)
    assert (found.outcome.receipt_no, found.outcome.legs) == (SERIAL, ())


def test_a_sum_that_is_not_the_one_that_was_agreed_to_is_still_being_checked(desk: Desk) -> None:
    desk.gateway.says(replace(settled(), amount_fen=BASKET.amount_fen + 1))
    found = desk.finds(SERIAL)
    assert isinstance(found, PaymentFound)
    assert (found.outcome.kind, found.outcome.receipt_no, found.outcome.legs) == ("pending", SERIAL, ())


def finds_bought(till: Desk, state: LoadState) -> PaymentFound | PaymentNotFound:
    till.paid(Intent("p1", 5000, "phone_code"))
    leg = LegAnswer("meter-1", "electricity", 5000, "posted", "prepaid", load=state)
    till.gateway.says(replace(settled(), amount_fen=5000, legs=(leg,)))
    digits = {"token": "48210937551620487730"} if state == "token" else {}
    voucher = {"voucher_no": "2026 0009"} if state == "voucher" else {}
    named = ("0" * 32 + "-0", "p1", "electricity", "meter", state, 5000, "phone_code")
    till.loads.load = LoadAnswer(*named, **digits, **voucher)
    return till.finds(SERIAL)


@pytest.mark.parametrize(
    ("state", "kind", "leg_state"),
    [
        ("loaded", "settled", "posted"),
        ("token", "settled", "posted"),
        ("returned", "part_settled", "returned"),
        ("voucher", "part_settled", "voucher"),
    ],
)
def test_what_was_bought_for_a_meter_is_told_by_what_became_of_it(
    till: Desk, state: LoadState, kind: str, leg_state: str
) -> None:
    found = finds_bought(till, state)
    assert isinstance(found, PaymentFound)
    (leg,) = found.outcome.legs
    assert (found.outcome.kind, leg.state) == (kind, leg_state)
    assert leg.load is not None
    assert (leg.load.state, leg.load.token, leg.load.voucher_no, leg.voucher_no) == (state, "", "", "")


def test_without_a_journal_no_payment_is_found_and_nobody_is_asked() -> None:
    gateway = ScriptedGateway()
    look_ups = PaidLookUps(gateway, ScriptedLoads(), NoJournal(JournalDamaged("a journal")))
    assert look_ups.find(SERIAL) == PaymentNotFound("serial_unknown")
    assert gateway.calls == []
