"""The invented town is big enough, odd enough, valid, and the same every time."""

from collections import Counter

from kiosk.gateway.demonstration.residents import month_before, residents
from kiosk.gateway.parties.biller_rules import shipped_biller_book

BOOK = shipped_biller_book()
TOWN = residents(BOOK)


def test_it_is_the_same_every_time() -> None:
    assert residents(BOOK) == TOWN
    assert residents(BOOK, seed=1) != TOWN


def test_the_first_household_is_the_one_of_the_manual() -> None:
    first = TOWN[0]
    assert (first.holder, first.id_number) == ("张秀英", "310108194002290011")
    assert (first.street, first.lane, first.building, first.room) == ("临汾路", 380, 12, "302")
    owed = {account.number: account.bills[0] for account in first.accounts}
    assert (owed["3102664100017"].due_fen, owed["3102664100017"].usage) == (11230, "182")
    assert (owed["0213805012"].due_fen, owed["0213805012"].begins) == (7245, "2026-09")
    assert (owed["90380501234"].due_fen, owed["90380501234"].ends) == (5400, "2026-10")


def test_there_are_enough_households_of_every_sort() -> None:
    accounts = [account for household in TOWN for account in household.accounts]
    assert len(TOWN) >= 300
    assert sum(all(not each.bills for each in household.accounts) for household in TOWN) >= 30
    assert sum(len(account.bills) >= 3 for account in accounts) >= 30
    assert sum(account.biller_id == "heat-city" for account in accounts) >= 30
    assert sum(household_has_two_meters(household.accounts) for household in TOWN) >= 20
    assert [n for n in Counter(each.id_number for each in TOWN).values() if n > 1] != []
    rare = set("".join(household.holder for household in TOWN))
    assert rare >= {"䶮", "㛃", "𠅤", "𬱖"}


def household_has_two_meters(accounts: tuple[object, ...]) -> bool:
    return max(Counter(getattr(each, "biller_id", "") for each in accounts).values()) > 1


def test_every_account_number_is_valid_and_belongs_to_one_household() -> None:
    numbers = [(each.biller_id, each.number) for household in TOWN for each in household.accounts]
    assert len(set(numbers)) == len(numbers)
    assert [pair for pair in numbers if not BOOK[pair[0]].number.valid(pair[1])] == []


def test_every_identity_number_passes_the_iso_7064_mod_11_2_check() -> None:
    """An independent way to the check character: the running remainder of ISO 7064 MOD 11-2."""
    wrong = []
    for household in TOWN:
        remainder = 0
        for sign in household.id_number:
            remainder = (remainder * 2 + (10 if sign == "X" else int(sign))) % 11
        wrong += [household.id_number] if remainder != 1 else []
    assert wrong == []


def test_bills_add_up() -> None:
    owed = [bill for household in TOWN for account in household.accounts for bill in account.bills]
    assert all(0 <= bill.late_fee_fen < bill.due_fen for bill in owed)
    assert all(bill.begins <= bill.ends <= "2026-11" for bill in owed)


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert [month_before("2026-02", n) for n in (0, 1, 2, 14)] == ["2026-02", "2026-01", "2025-12", "2024-12"]
