"""Households and accounts as they may be shown: masked, under ids that say nothing outside this gateway."""

from kiosk.gateway.parties.adapters import AccountRecord, HouseholdRecord
from kiosk.gateway.parties.masks import mask_name, mask_number
from kiosk.gateway.tokens import Tokens
from kiosk.wire.bills import AccountAnswer, HouseholdAnswer


def account_id(codes: Tokens, account: AccountRecord) -> str:
    return codes.opaque("account", account.biller_id, account.number)


def account_answer(codes: Tokens, account: AccountRecord) -> AccountAnswer:
    return AccountAnswer(
        account_id=account_id(codes, account),
        utility=account.utility,
        number_masked=mask_number(account.number),
        label=account.label,
    )


def household_answer(codes: Tokens, household: HouseholdRecord) -> HouseholdAnswer:
    return HouseholdAnswer(
        household_id=codes.opaque("household", household.household_no),
        holder_masked=mask_name(household.holder),
        address_masked=household.address_masked,
    )
