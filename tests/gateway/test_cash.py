"""Paying with notes: what is inside is settled to the last fen, whatever is lost, late or refused."""




from .cash_desk import Slot, at_rest, credited_fen
from .town import Town


def legs(answer: object) -> list[tuple[str, str, int]]:
    return [(leg.kind, leg.state, leg.amount_fen) for leg in answer.legs]  # type: ignore[attr-defined]


def test_the_rules_are_said_before_the_slot_opens(town: Town) -> None:
    opened = Slot(town).opened
    assert (opened.outcome, opened.provider, opened.cash_rest) == ("cash_expected", "cash", "to_account")
    assert opened.inserted_fen == 0
    assert {bill.state for bill in town.household_bills()} == {"being_paid"}


def test_what_passes_the_sum_goes_on_account(town: Town) -> None:
    slot = Slot(town)
    answer = slot.put_in(10_000, 10_000, 5_000)
    assert answer is not None
    assert (answer.outcome, answer.inserted_fen) == ("cash_expected", 25_000)
    settled = slot.close()
    assert (settled.outcome, settled.detail) == ("settled", "cash_rest_on_account")
    print(legs(settled), [b.utility for b in settled.legs])
    assert credited_fen(town) == 25_000 - 23_875
    assert settled.receipt_no
    at_rest(town, 25_000)
