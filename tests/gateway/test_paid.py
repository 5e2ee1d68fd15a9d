"""What was paid for an account: receipts of ninety days at whichever kiosk, and what came elsewhere."""

from typing import Any

import msgspec
import pytest

from kiosk.wire.paid import RECEIPT_DAYS, PaidAnswer

from .town import ELECTRICITY, GAS, ID_NUMBER, Town, refused

APPROVED = "134567890123450000"


def paid(town: Town, by: str = "account", value: str = ELECTRICITY, **more: str) -> PaidAnswer:
    response = town.post("/v1/paid", {"by": by, "value": value} | more)
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=PaidAnswer)


def test_a_receipt_is_found_by_each_of_its_accounts_and_by_the_card(town: Town) -> None:
    answer = town.pay(APPROVED)
    for found in (paid(town), paid(town, "id_card", ID_NUMBER, scope="household")):
        (receipt,) = found.receipts
        assert (receipt.receipt_no, receipt.amount_fen) == (answer.receipt_no, answer.amount_fen)
        assert (receipt.outcome, receipt.verification_url) == ("settled", answer.verification_url)
        assert (receipt.method, receipt.kiosk_id) == ("phone_code", "kiosk-1")
        assert sum(line.amount_fen for line in receipt.lines) == receipt.amount_fen


def test_of_accounts_that_were_not_found_no_number_is_told(town: Town) -> None:
    town.pay(APPROVED)
    (by_number,) = paid(town).receipts
    masks = {line.utility: bool(line.account_masked) for line in by_number.lines}
    assert masks == {"electricity": True, "water": False, "gas": False}
    (by_card,) = paid(town, "id_card", ID_NUMBER, scope="household").receipts
    assert all(line.account_masked for line in by_card.lines)


def test_nothing_of_the_payer_is_told(town: Town) -> None:
    answer = town.pay(APPROVED)
    said = msgspec.json.encode(paid(town)).decode()
    assert answer.payment_id not in said
    assert ELECTRICITY not in said


def test_after_ninety_days_a_receipt_is_found_no_more(town: Town) -> None:
    town.pay(APPROVED)
    town.clock.advance(RECEIPT_DAYS * 86_400 - 60)
    assert len(paid(town).receipts) == 1
    town.clock.advance(120)
    assert paid(town).receipts == ()


def test_more_receipts_than_are_told_are_said_to_be_there(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    bills = town.household_bills()
    for place, bill in enumerate(bills):
        assert town.pay(f"1345678901234{place}0000", (bill,)).outcome == "settled"
        town.clock.advance(1)
    monkeypatch.setattr("kiosk.gateway.payments.paid.MOST_RECEIPTS", 3)
    whole = paid(town, "id_card", ID_NUMBER, scope="household")
    assert (len(whole.receipts), whole.older_receipts) == (3, False)
    monkeypatch.setattr("kiosk.gateway.payments.paid.MOST_RECEIPTS", 2)
    cut = paid(town, "id_card", ID_NUMBER, scope="household")
    assert (len(cut.receipts), cut.older_receipts) == (2, True)
    assert cut.receipts == whole.receipts[:2]


def test_what_has_no_receipt_is_not_among_them(town: Town) -> None:
    bills = town.look_up("account", ELECTRICITY).bills
    assert town.pay("134567890123450001", bills).receipt_no is None
    assert paid(town).receipts == ()
    assert paid(town, value=GAS).receipts == ()


def test_what_came_elsewhere_is_told_by_its_biller_the_newest_first(quiet_town: Town) -> None:
    answer = paid(quiet_town)
    days = [each.paid_on for each in answer.elsewhere]
    assert days == sorted(days, reverse=True)
    assert days[0].startswith("2026-10"), "September's bill; October's is still owed"
    assert {each.account_id for each in answer.elsewhere} == {answer.accounts[0].account_id}


def test_a_silent_biller_leaves_its_account_untold_and_hides_no_receipt(town: Town) -> None:
    town.pay(APPROVED)
    assert town.gateway.demonstration
    town.gateway.demonstration.moods.put("electric-city", "silent")
    answer = paid(town)
    assert answer.untold == (answer.accounts[0].account_id,)
    assert (len(answer.receipts), answer.elsewhere) == (1, ())


def test_paid_look_ups_are_counted_with_the_others(town: Town) -> None:
    body: dict[str, Any] = {"by": "account", "value": "3102664100018"}
    most = town.gateway.parts.settings.look_ups_per_minute
    codes = [refused(town.post("/v1/paid", body)) for _ in range(most + 1)]
    assert codes[0] == (422, "account_number_wrong")
    assert codes[-1] == (429, "rate_limited")
