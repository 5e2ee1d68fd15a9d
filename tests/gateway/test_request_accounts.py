"""Whose a request is, and which account it is about: proven by what was shown, read in the office alone."""

from typing import Any

import pytest

from kiosk.gateway.payments.resolve import Resolver
from kiosk.gateway.problems import Refused
from kiosk.wire.bills import AccountAnswer, LookUpRequest

from .request_desk import CONSENT, MANY, WANG, ZHANG, Desk, li, number_of, read, with_field
from .town import ELECTRICITY, GAS, ID_NUMBER, WATER, Town, refused

CHANGE: dict[str, Any] = {
    "service": "change_of_data",
    "utility": "water",
    "fields": [{"name": "what", "text": "name"}, {"name": "new", "text": "照身份证上的改"}],
}
BY_CARD = {"by": "id_card", "value": ID_NUMBER, "scope": "household"}


def account(town: Town, utility: str) -> AccountAnswer:
    found = town.look_up("id_card", ID_NUMBER, scope="household").accounts
    return next(each for each in found if each.utility == utility)


def change(town: Town, of: str = "water", **more: str) -> dict[str, Any]:
    return CHANGE | {"account_id": account(town, of).account_id} | more


def said(town: Town, number: str) -> dict[str, str]:
    content = town.gateway.counter.request_office.file(number, li).content
    assert content is not None
    return {each.name: each.text for each in content.fields}


def test_the_office_reads_the_number_of_the_account_and_of_who_asks(town: Town) -> None:
    desk = Desk(
        town, with_field(with_field(change(town), "person_name", "张秀英"), "id_number", ZHANG), ZHANG
    )
    number = number_of(read(desk.sent(found_by=BY_CARD)))
    told = said(town, number)
    assert (told["account_number"], told["person_name"], told["id_number"]) == (WATER, "张秀英", ZHANG)
    assert number_of(read(desk.sent(found_by=BY_CARD))) == number


@pytest.mark.parametrize(
    "shown",
    [
        {"by": "account", "value": WATER, "utility": "water"},
        {"by": "code", "value": "W021380501220261000007245"},
        {"by": "code", "value": ELECTRICITY, "scope": "household"},
    ],
)
def test_a_bill_or_a_number_finds_it_as_well(town: Town, shown: dict[str, str]) -> None:
    number = number_of(read(Desk(town, change(town), ZHANG).sent(found_by=shown)))
    assert said(town, number)["account_number"] == WATER


@pytest.mark.parametrize(
    "shown",
    [
        None,
        {"by": "id_card", "value": WANG, "scope": "household"},
        {"by": "account", "value": GAS, "utility": "gas"},
        {"by": "account", "value": "0213805013", "utility": "water"},
    ],
)
def test_nobody_names_an_account_that_they_have_not_shown(town: Town, shown: dict[str, str] | None) -> None:
    """And learns nothing of it: whatever is wrong is told alike."""
    more = {"found_by": shown} if shown else {}
    desk = Desk(town, change(town), ZHANG)
    assert refused(desk.sent(**more)) == (422, "field_wrong")
    assert refused(desk.saved(**more)) == (422, "field_wrong")


def test_an_account_is_of_the_utility_that_is_asked_for(town: Town) -> None:
    desk = Desk(town, change(town, "gas"), ZHANG)
    assert refused(desk.sent(found_by=BY_CARD)) == (422, "field_wrong")


def test_a_service_about_no_account_takes_none(town: Town) -> None:
    praise = {"service": "praise", "fields": [{"name": "words", "text": "谢谢"}]}
    desk = Desk(town, praise | {"account_id": account(town, "water").account_id})
    assert refused(desk.sent(found_by=BY_CARD)) == (422, "field_wrong")


def test_nobody_asks_in_another_ones_name(town: Town) -> None:
    desk = Desk(town, with_field(CHANGE, "id_number", WANG), ZHANG)
    assert refused(desk.sent()) == (422, "field_wrong")


def test_the_kiosk_gives_no_number_of_its_own(town: Town) -> None:
    desk = Desk(town, with_field(CHANGE, "account_number", ELECTRICITY), ZHANG)
    assert refused(desk.sent()) == (422, "field_wrong")


def test_what_was_sent_is_answered_though_its_account_is_found_no_more(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer was lost, and the account's owner has moved out before it is asked for again."""
    desk = Desk(town, change(town), ZHANG)
    number = number_of(read(desk.sent(found_by=BY_CARD)))

    def find(self: Resolver, request: LookUpRequest) -> None:
        raise Refused("account_unknown")

    monkeypatch.setattr(Resolver, "find", find)
    assert number_of(read(desk.sent(found_by=BY_CARD))) == number


def test_kiosks_of_before_name_neither(town: Town) -> None:
    number = number_of(read(Desk(town, CHANGE, ZHANG).sent()))
    assert said(town, number) == {"what": "name", "new": "照身份证上的改"}


def test_what_says_whose_it_was_goes_with_the_rest(town: Town) -> None:
    desk = Desk(town, with_field(change(town), "id_number", ZHANG), ZHANG)
    number = number_of(read(desk.sent(found_by=BY_CARD)))
    read(desk.withdrawn())
    assert town.gateway.counter.request_office.file(number, li).content is None


def test_a_draft_names_its_account_to_its_owner(town: Town) -> None:
    many = MANY | {"account_id": account(town, "water").account_id}
    read(Desk(town, many, ZHANG).saved(found_by=BY_CARD, consent=CONSENT))
    body = {"kiosk_id": "kiosk-1", "person": {"id_number": ZHANG}}
    [draft] = town.post("/v1/unfinished-requests", body).json()["drafts"]
    assert {"name": "account_number", "text": WATER} in draft["content"]["fields"]


def test_neither_number_lies_there_to_be_read(town: Town) -> None:
    desk = Desk(town, with_field(change(town), "id_number", ZHANG), ZHANG)
    read(desk.sent(found_by=BY_CARD))
    stored = town.stored()
    assert ZHANG.encode() not in stored
    assert WATER.encode() not in stored
