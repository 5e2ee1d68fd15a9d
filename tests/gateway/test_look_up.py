"""Finding bills by whatever a resident can show, masked, with what stands in the way of paying."""

import pytest

from kiosk.gateway.demonstration.residents import residents

from .town import ELECTRICITY, GAS, ID_NUMBER, WATER, Town, refused

DUE = {"electricity": 11230, "water": 7245, "gas": 5400}


@pytest.mark.parametrize(
    ("code", "utility"),
    [
        (ELECTRICITY, "electricity"),
        ("W021380501220261000007245", "water"),
        ("https://bill.example/g?acct=90380501234", "gas"),
    ],
)
def test_each_bill_code_finds_its_own_bill(quiet_town: Town, code: str, utility: str) -> None:
    answer = quiet_town.look_up("code", code)
    assert [(bill.utility, bill.due_fen) for bill in answer.bills] == [(utility, DUE[utility])]
    assert [account.utility for account in answer.accounts] == [utility]


def test_it_is_told_whose_biller_takes_money_on_account(quiet_town: Town) -> None:
    answer = quiet_town.look_up("id_card", ID_NUMBER, scope="household")
    told = {bill.utility: bill.takes_on_account for bill in answer.bills}
    assert told == {"electricity": True, "water": True, "gas": False}


def test_a_code_finds_the_whole_household_oldest_bill_first(quiet_town: Town) -> None:
    answer = quiet_town.look_up("code", "W021380501220261000007245", scope="household")
    assert {bill.utility: bill.due_fen for bill in answer.bills} == DUE
    assert [bill.period_from for bill in answer.bills] == ["2026-09", "2026-10", "2026-10"]


@pytest.mark.parametrize(
    ("number", "utility"), [(ELECTRICITY, "electricity"), (WATER, "water"), (GAS, "gas")]
)
def test_a_typed_number_finds_its_bill(quiet_town: Town, number: str, utility: str) -> None:
    bill = quiet_town.look_up("account", number, utility=utility).bills[0]
    assert (bill.due_fen, bill.version, bill.state, bill.late_fee_fen) == (DUE[utility], 1, "payable", 0)


def test_the_identity_card_finds_everything_of_its_holder(quiet_town: Town) -> None:
    answer = quiet_town.look_up("id_card", ID_NUMBER, scope="household")
    assert {bill.utility for bill in answer.bills} == set(DUE)
    one = quiet_town.look_up("id_card", ID_NUMBER, utility="gas")
    assert [bill.utility for bill in one.bills] == ["gas"]


def test_an_identity_card_with_two_flats_tells_them_apart(quiet_town: Town) -> None:
    answer = quiet_town.look_up("id_card", "310108195008080060", scope="household", utility="electricity")
    labels = {account.label for account in answer.accounts if account.utility == "electricity"}
    assert len(labels) == 2


@pytest.mark.parametrize(
    ("card", "utilities"),
    [
        ("90380501234", {"gas"}),
        ("3102664100017", {"electricity"}),
        ("8800000000000001", {"electricity", "water", "gas"}),
    ],
)
def test_ic_cards_find_what_they_are_for(quiet_town: Town, card: str, utilities: set[str]) -> None:
    assert {bill.utility for bill in quiet_town.look_up("card", card).bills} == utilities


def test_nothing_owed_is_an_answer_not_an_error(quiet_town: Town) -> None:
    answer = quiet_town.look_up("account", "3102664300013", scope="household")
    assert answer.household is not None
    assert (len(answer.accounts), answer.bills) == (3, ())


def test_arrears_come_oldest_first_with_their_late_fees(quiet_town: Town) -> None:
    bills = quiet_town.look_up("code", "3102664400011").bills
    assert [bill.period_from for bill in bills] == ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]
    assert [bill.late_fee_fen for bill in bills] == [889, 1016, 723, 229, 0]


@pytest.mark.parametrize(
    ("by", "value", "status", "code"),
    [
        ("code", "hello", 404, "code_unknown"),
        ("code", "https://evil.example/g?acct=90380501234", 404, "code_unknown"),
        ("code", "https://bill.example.evil.example/g?acct=90380501234", 404, "code_unknown"),
        ("code", "https://bill.example/g?acct=90380501235", 404, "code_unknown"),
        ("code", "1102664100017", 404, "code_foreign"),
        ("code", "https://pay.bill-elsewhere.example/x", 404, "code_foreign"),
        ("account", "3102664100018", 422, "account_number_wrong"),
        ("account", "310266410001", 422, "account_number_wrong"),
        ("account", "\uff13102664100017", 422, "account_number_wrong"),
        ("account", "3102664999006", 404, "account_unknown"),
        ("id_card", "110105194912310021", 404, "household_unknown"),
        ("card", "8800000000009999", 404, "household_unknown"),
    ],
)
def test_what_is_not_found_says_why(quiet_town: Town, by: str, value: str, status: int, code: str) -> None:
    assert refused(quiet_town.post("/v1/look-ups", {"by": by, "value": value})) == (status, code)


def test_a_number_of_another_utility_is_wrong_here(quiet_town: Town) -> None:
    body = {"by": "account", "value": ELECTRICITY, "utility": "water"}
    assert refused(quiet_town.post("/v1/look-ups", body)) == (422, "account_number_wrong")


def test_closed_and_paused_billers_say_when_they_open(quiet_town: Town) -> None:
    bills = quiet_town.look_up("account", "3102664600018", scope="household").bills
    assert {bill.utility: (bill.state, bill.next_opening) for bill in bills} == {
        "electricity": ("payable", None),
        "water": ("biller_closed", "2026-11-22T09:00:00+08:00"),
        "gas": ("biller_paused", "2026-11-22T06:00:00+08:00"),
    }


def test_a_closed_biller_opens_at_its_hour(town: Town) -> None:
    town.clock.advance(15 * 3600 + 25 * 60)
    bill = town.look_up("account", "0513810013").bills[0]
    assert (bill.state, bill.next_opening) == ("payable", None)


def test_a_bill_under_payment_is_shown_as_being_paid(town: Town) -> None:
    town.pay("134567890123450001")
    assert {bill.state for bill in town.household_bills()} == {"being_paid"}


def test_nothing_personal_leaves_the_gateway(town: Town) -> None:
    for household in residents(town.gateway.parts.book)[:40]:
        body = {"by": "id_card", "value": household.id_number, "scope": "household"}
        text = town.post("/v1/look-ups", body).text
        private = [household.holder, household.id_number, household.room + "室", f"弄{household.building}"]
        private += [account.number for account in household.accounts]
        town.clock.advance(1)
        assert [each for each in private if each in text] == []


def test_searching_through_numbers_is_slowed_down(town: Town) -> None:
    body = {"by": "account", "value": "3102664999006"}
    codes = [refused(town.post("/v1/look-ups", body, **{"X-Kiosk-Id": "k"}))[1] for _ in range(121)]
    assert (codes[119], codes[120]) == ("account_unknown", "rate_limited")
    assert refused(town.post("/v1/look-ups", body, **{"X-Kiosk-Id": "other"}))[1] == "account_unknown"
    town.clock.advance(1)
    assert refused(town.post("/v1/look-ups", body, **{"X-Kiosk-Id": "k"}))[1] == "account_unknown"
