"""Which account a request is about: one question, which answers of which utility it is; or none is known."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import FileRequest
from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.events import BillsReceived, CodeScanned, LookUpFailed
from kiosk.session.forms import Form, FormField, Said
from kiosk.session.household import Findings, FoundBy
from kiosk.session.rules import Service
from kiosk.session.show import view
from kiosk.session.steps import ChooseAccount, ChooseFinding
from kiosk.session.steps_forms import AskField, ConfirmRequest
from kiosk.session.steps_services import ChooseService
from tests.session import facts
from tests.session.drafts import nothing_is_kept
from tests.session.forms import PHONE, facts_of, finds
from tests.session.looking import everything_said, offered, words
from tests.session.stories import Machine, Resident, Story

UTILITIES = ("electricity", "water", "gas")
DEBIT = Form(
    "automatic_debit",
    (FormField("bank", "line", choices=("icbc", "ccb")), FormField("phone", "phone")),
    utilities=UTILITIES,
    person=True,
    account=True,
)
INVOICE = Form(
    "invoice_copy",
    (FormField("month", "date", past_months=6), FormField("phone", "phone")),
    utilities=UTILITIES,
    account=True,
)
ACCOUNTS = (
    facts.account("account-1", "electricity"),
    facts.account("account-2", "water", "****5012"),
    facts.account("account-3", "heat", "****9999"),
)


@pytest.fixture
def story() -> Story:
    services = tuple(Service(form.service, "request", "apply", UTILITIES) for form in (DEBIT, INVOICE))
    return Story(replace(facts.RULES, services=services, service_groups=(), forms=(DEBIT, INVOICE)))


def shows_card(resident: Resident, machine: Machine) -> None:
    resident.opens_service("automatic_debit")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()
    nothing_is_kept(resident.story)


def finds_accounts(story: Story, *places: int) -> None:
    asked = story.last(LookUpAccounts)
    by = FoundBy(asked.by, asked.value, asked.utility, asked.whole_household)
    accounts = tuple(ACCOUNTS[place] for place in places)
    found = Findings(facts.HOLDER, facts.ADDRESS, accounts, (), found_by=by)
    story.feed(BillsReceived(asked.request, found))


def test_the_card_that_was_shown_finds_the_accounts_and_one_tap_says_which(
    story: Story, resident: Resident, machine: Machine
) -> None:
    shows_card(resident, machine)
    asked = story.last(LookUpAccounts)
    assert (asked.by, asked.value, asked.whole_household) == ("id_card", facts.ID_NUMBER, True)
    finds_accounts(story, 0, 1, 2)
    story.at(ChooseAccount)
    assert len(story.screen.choices) == 2, "the service is for no heating"
    resident.taps("account_2")
    step = story.at(AskField)
    assert (step.at, step.draft.said) == (1, (Said("utility", "water"),))
    resident.taps("answer_icbc")
    resident.types(PHONE)
    resident.taps("next")
    assert facts_of(story)["户号"] == "****5012"
    resident.taps("agree")
    chosen = story.last(FileRequest).draft.account
    assert chosen is not None
    assert (chosen.account, chosen.found_by.value) == (ACCOUNTS[1], facts.ID_NUMBER)


def test_where_there_is_one_account_nobody_is_asked(
    story: Story, resident: Resident, machine: Machine
) -> None:
    shows_card(resident, machine)
    finds_accounts(story, 0)
    assert story.at(AskField).draft.utility == "electricity"
    resident.taps("back")
    story.at(ChooseFinding)
    resident.taps("back")
    story.at(ChooseService)


@pytest.mark.parametrize("problem", ["household_unknown", "gateway_slow"])
def test_a_card_that_finds_none_is_no_end(
    story: Story, resident: Resident, machine: Machine, problem: str
) -> None:
    shows_card(resident, machine)
    story.feed(LookUpFailed(story.last(LookUpAccounts).request, problem))
    resident.taps("retry")
    story.at(ChooseFinding)
    story.feed(CodeScanned(facts.BILL_BARCODE, "code128"))
    assert not story.last(LookUpAccounts).whole_household, "the bill says which"
    finds_accounts(story, 1)
    assert story.at(AskField).draft.utility == "water"


def test_whoever_has_shown_a_card_shows_it_once_and_need_not_know_a_number(
    story: Story, resident: Resident, machine: Machine
) -> None:
    shows_card(resident, machine)
    story.feed(LookUpFailed(story.last(LookUpAccounts).request, "gateway_slow"))
    resident.taps("retry")
    by_card = next(each for each in story.screen.choices if each.name == "id_card")
    assert words(by_card.note) == "已经读过了,不用再放"
    resident.taps("id_card")
    assert len(story.asked(LookUpAccounts)) == 2
    finds_accounts(story, 0, 1)
    resident.taps("back", "skip", "answer_gas", "answer_ccb")
    resident.types(PHONE)
    resident.taps("next")
    assert story.at(ConfirmRequest).draft.account is None
    assert "户号" not in facts_of(story)


def test_without_a_person_there_is_an_account(story: Story, resident: Resident, machine: Machine) -> None:
    resident.opens_service("invoice_copy")
    story.at(ChooseFinding)
    assert "skip" not in offered(story.screen)
    resident.taps("id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()
    assert story.session.person is None, "the card finds accounts, and names nobody"
    finds_accounts(story, 0)
    finds(resident, "answer_2026-05-01")
    resident.taps("answer_2026-05-01")
    resident.types(PHONE)
    resident.taps("next", "agree")
    filed = story.last(FileRequest)
    assert (filed.person, filed.draft.account is not None) == (None, True)


def test_no_number_is_to_be_read(story: Story, resident: Resident, machine: Machine) -> None:
    resident.opens_service("invoice_copy")
    resident.taps("typed", "electricity")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")
    finds_accounts(story, 0)
    seen = "".join(map(repr, story.sessions)) + repr(story.effects) + repr(story.events)
    seen += everything_said(view(story.session, "helper"))
    assert facts.ELECTRICITY_NUMBER not in seen
