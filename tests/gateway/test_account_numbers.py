"""The numbers of somebody's accounts in full: to their identity card alone, and a code that finds each."""

from typing import Any

import msgspec
import pytest

from kiosk.wire.account_numbers import AccountNumbersAnswer, account_in, code_of

from .town import ELECTRICITY, GAS, ID_NUMBER, Town, refused

NOBODYS = "310108194002290038"


def numbers(town: Town) -> AccountNumbersAnswer:
    response = town.post("/v1/account-numbers", {"id_number": ID_NUMBER})
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=AccountNumbersAnswer)


def test_every_account_is_told_in_full_beside_its_mask(town: Town) -> None:
    told = numbers(town).accounts
    assert {ELECTRICITY, GAS} <= {each.number for each in told}
    for each in told:
        assert each.account.number_masked != each.number
        assert each.account.number_masked[-4:] == each.number[-4:]


def test_that_there_are_more_is_told(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = numbers(town)
    assert not whole.more
    monkeypatch.setattr("kiosk.gateway.payments.account_numbers.MOST_ACCOUNTS", len(whole.accounts) - 1)
    cut = numbers(town)
    assert (cut.accounts, cut.more) == (whole.accounts[:-1], True)


def test_the_code_finds_the_account_as_a_bills_does(town: Town) -> None:
    for each in numbers(town).accounts:
        found = town.look_up("code", each.code)
        assert [account.account_id for account in found.accounts] == [each.account.account_id]
        assert found.bills == town.look_up("account", each.number).bills


def test_a_card_that_is_in_no_register_is_told_so(town: Town) -> None:
    assert refused(town.post("/v1/account-numbers", {"id_number": NOBODYS})) == (404, "household_unknown")


@pytest.mark.parametrize(
    "body", [{}, {"id_number": ELECTRICITY}, {"by": "account", "value": ELECTRICITY}, {"id_number": ""}]
)
def test_nothing_but_an_identity_card_is_taken(town: Town, body: dict[str, Any]) -> None:
    assert refused(town.post("/v1/account-numbers", body)) == (400, "malformed")


def test_they_are_counted_with_the_look_ups(town: Town) -> None:
    most = town.gateway.parts.settings.look_ups_per_minute
    codes = [refused(town.post("/v1/account-numbers", {"id_number": NOBODYS})) for _ in range(most + 1)]
    assert codes[-1] == (429, "rate_limited")


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (code_of("electric-city", "3102664199999"), "account_unknown"),
        (code_of("nobody", ELECTRICITY), "account_unknown"),
        ("dhk::3102664100017", "code_unknown"),
        ("dhk:electric-city:", "code_unknown"),
        ("dhk:electric-city:3102664100017:x", "code_unknown"),
    ],
)
def test_a_code_that_leads_nowhere_is_told_so(town: Town, code: str, problem: str) -> None:
    response = town.post("/v1/look-ups", {"by": "code", "value": code, "scope": "utility"})
    assert refused(response)[1] == problem


def test_a_number_is_in_no_repr(town: Town) -> None:
    answer = numbers(town)
    assert ELECTRICITY not in repr(answer)
    assert account_in(answer.accounts[0].code) is not None
