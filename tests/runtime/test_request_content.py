"""Answers as the gateway kept them, read back: an account is masked there as it is everywhere."""

import pytest

from kiosk.gateway.parties.masks import mask_number
from kiosk.runtime.request_content import RequestContents
from kiosk.session.forms import Draft, Person
from kiosk.session.secret import Secret
from kiosk.texts import load_texts
from kiosk.wire.requests import ACCOUNT_NUMBER, FieldAnswer, RequestContent, Unfinished
from tests.session import facts

PERSON = Person(facts.ID_NUMBER, "Z** 0011")


def resumed(number: str) -> Draft:
    content = RequestContent("invoice_copy", (FieldAnswer(ACCOUNT_NUMBER, number),), "water", "a1")
    kept = Unfinished("0193abcd-0000-4000-8000-000000000001", 1, "2026-11-18", content, ())
    return RequestContents(facts.RULES, load_texts("zh")).draft_of(kept, PERSON)


@pytest.mark.parametrize("digits", range(3, 14))
def test_a_number_is_masked_as_the_gateway_masks_it(digits: int) -> None:
    number = "9876543210123"[:digits]
    chosen = resumed(number).account
    assert chosen is not None
    assert chosen.account.number_masked == mask_number(number)
    assert chosen.found_by.value == Secret(number)
    assert number not in repr(chosen)


@pytest.mark.parametrize("number", ["9", "98"])
def test_of_the_shortest_nothing_is_seen(number: str) -> None:
    chosen = resumed(number).account
    assert chosen is not None
    assert chosen.account.number_masked == "*" * len(number)
