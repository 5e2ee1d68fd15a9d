"""Paper after the payment: whatever the printer does, the payment stands and the receipt is not lost."""

from collections.abc import Callable

import numpy as np
import pytest
import requests

from drivers.printer.simulator import SimulatedPrinter
from drivers.scanner.decode import decode
from drivers.vocabulary import Paper
from kiosk.gateway.demonstration.residents import Household
from kiosk.session.household import Outcome
from tests.journeys import codes
from tests.journeys.hut import Hut
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.journeys.resident import ONLY_THE_PAPER, Resident
from tests.session.looking import button, fault, words


@pytest.fixture
def settled(resident: Resident, neighbours: Neighbours) -> Outcome:
    return pays(resident, neighbours.one(owes_one_of_each))


def pays(resident: Resident, household: Household) -> Outcome:
    resident.finds(*code_on_bill(account(household, "electricity")))
    resident.shows_phone(codes.wechat("0000"))
    return resident.ends("settled")


def verified(url: str) -> dict[str, object]:
    answer = requests.get(url, headers={"Accept": "application/json"}, timeout=10)
    assert answer.status_code == requests.codes.ok
    return dict(answer.json())


def test_the_paper_carries_a_code_that_proves_the_payment(resident: Resident, settled: Outcome) -> None:
    resident.wants_nothing_but("print")
    resident.takes_receipt()
    slip = np.asarray(resident.printer.printed()[-1].convert("L"))
    [code] = decode(slip, frozenset({"qr"}))
    assert code.text == settled.verification_url
    assert verified(code.text)["amount_fen"] == settled.amount_fen


def test_no_receipt_is_a_good_answer(resident: Resident, settled: Outcome) -> None:
    resident.wants_nothing_but("no_receipt")
    resident.reads("goodbye")
    assert resident.printer.printed() == []


def test_another_payment_follows_at_once(
    resident: Resident, settled: Outcome, neighbours: Neighbours
) -> None:
    resident.taps("another", "no_receipt")
    assert pays(resident, neighbours.one(owes_one_of_each)).payment_id != settled.payment_id


def shown_as_code(resident: Resident, settled: Outcome, problem: str) -> None:
    """The receipt as a code on the screen: it leads to the very payment."""
    shown = resident.is_told(problem, ONLY_THE_PAPER)
    assert shown.qr == settled.verification_url
    assert verified(shown.qr)["receipt_no"] == settled.receipt_no
    resident.taps("finish")
    resident.reads("goodbye")


@pytest.mark.parametrize(
    ("befall", "mend", "problem"),
    [
        (lambda p: p.set_paper(Paper.OUT), lambda p: p.set_paper(Paper.FULL), "paper_out"),
        (SimulatedPrinter.open_cover, SimulatedPrinter.close_cover, "cover_open"),
        (SimulatedPrinter.fall_silent, SimulatedPrinter.speak_again, "printer_off"),
        (SimulatedPrinter.unplug, SimulatedPrinter.plug_in, "printer_off"),
        (SimulatedPrinter.cut_power, SimulatedPrinter.restore_power, "printer_off"),
    ],
)
def test_a_printer_known_not_to_work_is_said_before_anybody_pays(
    resident: Resident,
    hut: Hut,
    neighbours: Neighbours,
    befall: Callable[[SimulatedPrinter], None],
    mend: Callable[[SimulatedPrinter], None],
    problem: str,
) -> None:
    befall(resident.printer)
    hut.until(lambda: bool(hut.session.faults) or hut.session.paper == "out", "the fault to be noticed")
    household = neighbours.one(owes_one_of_each)
    resident.finds(*code_on_bill(account(household, "electricity")))
    assert words(resident.view.footnote)
    resident.shows_phone(codes.wechat("0000"))
    settled = resident.ends("settled")
    assert words(button(resident.view, "print").note)
    resident.wants_nothing_but("print")
    shown_as_code(resident, settled, problem)
    mend(resident.printer)
    hut.until(lambda: not hut.session.faults, "the printer to be well again")


@pytest.mark.parametrize(
    ("befall", "mend", "problems"),
    [
        (lambda p: p.leave_paper_mm(40), lambda p: p.set_paper(Paper.FULL), {"paper_out"}),
        (SimulatedPrinter.jam_cutter, SimulatedPrinter.free_cutter, {"cutter"}),
        (SimulatedPrinter.fall_silent, SimulatedPrinter.speak_again, {"printer_silent"}),
        (SimulatedPrinter.unplug, SimulatedPrinter.plug_in, {"printer_silent", "printer_off"}),
    ],
)
def test_a_printer_that_fails_in_the_middle_costs_nobody_the_receipt(
    resident: Resident,
    hut: Hut,
    settled: Outcome,
    befall: Callable[[SimulatedPrinter], None],
    mend: Callable[[SimulatedPrinter], None],
    problems: set[str],
) -> None:
    befall(resident.printer)
    resident.wants_nothing_but("print")
    hut.until(lambda: fault(resident.view) in problems, f"words about one of {problems}", hurry_s=0.1)
    shown_as_code(resident, settled, fault(resident.view))
    mend(resident.printer)
    hut.until(lambda: not hut.session.faults, "the printer to be well again")


def test_a_slip_that_nobody_takes_ends_the_session(resident: Resident, settled: Outcome) -> None:
    resident.wants_nothing_but("print")
    resident.hut.until(lambda: resident.view.title.key == "take_receipt.title", "the slip to be out")
    resident.reads("goodbye", hurry_s=1.0)
    resident.printer.tear_off()


def test_paper_that_is_nearly_used_up_is_still_used(
    resident: Resident, hut: Hut, neighbours: Neighbours
) -> None:
    resident.printer.set_paper(Paper.LOW)
    hut.until(lambda: hut.session.paper == "low", "the paper to be noticed")
    pays(resident, neighbours.one(owes_one_of_each))
    resident.wants_nothing_but("print")
    resident.takes_receipt()
