"""Which account a request is about: proven by what was shown; its number in full for whoever works on it."""

from msgspec.structs import replace

from kiosk.gateway.counter.service_book import ServiceRules
from kiosk.gateway.payments.household_answers import account_id
from kiosk.gateway.payments.resolve import Resolver
from kiosk.gateway.problems import Refused
from kiosk.gateway.tokens import Tokens
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.requests import ACCOUNT_NUMBER, FieldAnswer, RequestContent


class RequestAccounts:
    def __init__(self, codes: Tokens, resolver: Resolver) -> None:
        self._codes = codes
        self._resolver = resolver

    def with_number(
        self, rules: ServiceRules, content: RequestContent, found_by: LookUpRequest | None
    ) -> RequestContent:
        """One that names no account is as it was. Raises Refused: field_wrong for every account that was not
        found by what was shown, or is of another utility; nothing more is told of those of others."""
        if content.account_id is None:
            return content
        number = self._number(content, found_by) if rules.takes_account and found_by else None
        if number is None:
            raise Refused("field_wrong", "account_id")
        return replace(content, fields=(FieldAnswer(ACCOUNT_NUMBER, number), *content.fields))

    def _number(self, content: RequestContent, found_by: LookUpRequest) -> str | None:
        try:
            _household, accounts = self._resolver.find(found_by)
        except Refused:
            return None
        same = (each for each in accounts if account_id(self._codes, each) == content.account_id)
        return next((each.number for each in same if each.utility == content.utility), None)
