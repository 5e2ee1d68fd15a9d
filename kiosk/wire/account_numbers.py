"""The numbers of somebody's accounts in full, for paper they take home: only by their identity card.

Everywhere else an account is masked. `code` is what stands beside the number on that paper: held under the
window at the next visit, it finds the account as a bill's code does.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.wire.bills import AccountAnswer, HouseholdAnswer
from kiosk.wire.requests import IdNumber

MOST_ACCOUNTS = 24

_PREFIX = "dhk"


class AccountNumbersRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id_number: IdNumber

    def __repr__(self) -> str:
        return "AccountNumbersRequest()"


class AccountNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account: AccountAnswer
    number: Annotated[str, Meta(min_length=1, max_length=40)]
    code: Annotated[str, Meta(min_length=1, max_length=120)]

    def __repr__(self) -> str:
        return f"AccountNumber({self.account!r})"


class AccountNumbersAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`more`: there are others that are not told."""

    household: HouseholdAnswer
    accounts: Annotated[tuple[AccountNumber, ...], Meta(max_length=MOST_ACCOUNTS)] = ()
    more: bool = False


def code_of(biller_id: str, number: str) -> str:
    return f"{_PREFIX}:{biller_id}:{number}"


def account_in(code: str) -> tuple[str, str] | None:
    """The biller's id and the number; None for any other code."""
    match code.split(":"):
        case [prefix, biller_id, number] if prefix == _PREFIX and biller_id and number:
            return biller_id, number
        case _:
            return None
