"""From a screen to the office, over real HTTP: whose a request is, and whether it is taken at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from kiosk import places
from kiosk.backend.client import GatewayClient
from kiosk.gateway.counter import counter
from kiosk.gateway.counter.service_book import ServiceBook, shipped_service_book
from kiosk.gateway.gateway import open_gateway
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.gateway.settings import GatewaySettings
from kiosk.runtime.begun_requests import FILE, BegunRequests
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.drafts import Drafts
from kiosk.runtime.look_ups import LookUps
from kiosk.runtime.pictures import Pictures
from kiosk.runtime.request_content import RequestContents
from kiosk.runtime.requests import CONSENT_OF_PERSON, Requests
from kiosk.runtime.taken_services import TakenServices
from kiosk.session import events as e
from kiosk.session.effects import Effect, FileRequest
from kiosk.session.effects_drafts import KeepDraft, LookUpDraft
from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.secret import Secret
from kiosk.session.steps import ChooseAccount, ChooseFinding
from kiosk.session.steps_drafts import DraftIsKept
from kiosk.session.steps_forms import AskField, ConfirmRequest, RequestFiled
from kiosk.session.steps_services import ChooseService
from kiosk.settings.load import load_settings
from kiosk.settings.session_rules import session_rules
from kiosk.texts import load_texts
from tests.session.forms import facts_of
from tests.session.stories import Resident, Story

RULES = session_rules(load_settings(places.CONFIG), 0.0)
ID_NUMBER, NAME, ADDRESS = "310108194002290011", "张秀英", "临汾路380弄12号302室"
ELECTRICITY, WATER = "3102664100017", "0213805012"
PHONE = "13816550123"


class Hut:
    """A session whose effects reach a real gateway, and the office behind it."""

    def __init__(self, state: Path) -> None:
        self._clock, self._file = FakeClock(), state / "gateway.sqlite"
        self._gateway = EmbeddedGateway(self._file, self._clock)
        self._client = GatewayClient(self._gateway.start(), "kiosk-1")
        self.story = Story(RULES)
        self.resident = Resident(self.story)
        told: list[e.Event] = []
        self._told = told
        contents, calls = RequestContents(RULES, load_texts("zh")), self._client.service_requests
        begun = BegunRequests(state / FILE)
        self._look_ups = LookUps(self._client, self._clock, told.append)
        self._requests = Requests(calls, begun, RULES, contents, self._clock, told.append, Pictures())
        worker = self._requests.worker
        self._drafts = Drafts(calls, worker, contents, RULES, self._clock, told.append)
        self._done = 0

    def close(self) -> None:
        self._client.close()
        self._gateway.stop()

    def goes_on(self) -> None:
        """Until nothing is asked any more."""
        while self._done < len(self.story.effects):
            effect = self.story.effects[self._done]
            self._done += 1
            self._perform(effect)
            while self._told:
                self.story.feed(self._told.pop(0))

    def _perform(self, effect: Effect) -> None:
        match effect:
            case LookUpAccounts():
                self._look_ups.perform(effect)
                self._look_ups.worker.run_pending()
            case FileRequest():
                self._requests.file(effect)
                self._requests.worker.run_pending()
            case KeepDraft() | LookUpDraft():
                self._drafts.perform(effect)
                self._requests.worker.run_pending()

    def asks_what_is_taken(self) -> None:
        TakenServices(self._client.service_requests, self._clock, self.story.feed).worker.run_pending()

    def taps(self, *names: str) -> None:
        for name in names:
            self.resident.taps(name)
            self.goes_on()

    def types_phone(self) -> None:
        self.resident.types(PHONE)
        self.taps("next")

    def shows_card(self, service: str, group: str = "group_apply") -> None:
        self.taps("services", group)
        while f"service_{service}" not in {button.name for button in self.story.screen.choices}:
            self.taps("page_next")
        self.taps(f"service_{service}")
        card = e.IdCardRead(Secret(ID_NUMBER), "张**", "310***********0011", Secret(NAME), Secret(ADDRESS))
        for event in (e.CardInserted("id_card"), card, e.CardEjected("id_card"), e.CardTaken("id_card")):
            self.story.feed(event)
        self.goes_on()

    def read_in_the_office(self) -> tuple[dict[str, str], str]:
        """What was said, and the words that were agreed to; the gateway is opened anew for it."""
        number = self.story.at(RequestFiled).filed.number
        self.close()
        settings = GatewaySettings(public_url="http://gateway.example", demonstration=True)
        gateway = open_gateway(f"sqlite:///{self._file}", settings, self._clock)
        file = gateway.counter.request_office.file(number, _clerk)
        gateway.close()
        assert file.content is not None
        said = {each.name: each.text for each in file.content.fields}
        return said, file.request.consent_words


def _clerk(_connection: Connection) -> str:
    return "li"


@pytest.fixture
def hut(tmp_path: Path) -> Iterator[Hut]:
    hut = Hut(tmp_path)
    yield hut
    hut.close()


def test_a_change_of_data_says_whose_and_of_which_account(hut: Hut) -> None:
    hut.shows_card("change_of_data")
    hut.story.at(ChooseAccount)
    assert len(hut.story.screen.choices) == 3
    hut.taps("account_1", "answer_name", "answer_as_card")
    hut.types_phone()
    hut.story.at(ConfirmRequest)
    assert facts_of(hut.story) == {
        "办的事": "改资料",
        "姓名、身份证号": "张** · 0011",
        "地址": "身份证上的地址",
        "户号": "310******0017",
        "哪一样": "电",
        "改什么": "名字",
        "改成": "照身份证上的改",
        "电话": "138****0123",
    }
    hut.taps("agree")
    assert hut.read_in_the_office() == (
        {
            "account_number": ELECTRICITY,
            "person_name": NAME,
            "id_number": ID_NUMBER,
            "person_address": ADDRESS,
            "what": "name",
            "new": "照身份证上的改",
            "phone": PHONE,
        },
        CONSENT_OF_PERSON,
    )


def test_an_invoice_copy_says_of_which_account(hut: Hut) -> None:
    hut.taps("services", "group_apply")
    while "service_invoice_copy" not in {button.name for button in hut.story.screen.choices}:
        hut.taps("page_next")
    hut.taps("service_invoice_copy")
    hut.story.at(ChooseFinding)
    hut.taps("typed", "water")
    hut.resident.types(WATER)
    hut.taps("next")
    hut.taps(hut.story.screen.choices[0].name)
    hut.types_phone()
    assert "姓名、身份证号" not in facts_of(hut.story)
    hut.taps("agree")
    said, _words = hut.read_in_the_office()
    assert (said["account_number"], said["phone"]) == (WATER, PHONE)
    assert "id_number" not in said


def test_whoever_goes_on_with_a_draft_has_named_the_account_already(hut: Hut) -> None:
    hut.shows_card("automatic_debit")
    hut.taps("account_2", "answer_icbc", "exit", "keep")
    hut.story.at(DraftIsKept)
    hut.taps("finish")
    hut.story.passes(20)
    hut.shows_card("automatic_debit")
    hut.taps("resume")
    hut.story.at(AskField)
    hut.types_phone()
    assert facts_of(hut.story)["户号"] == "021***5012"
    hut.taps("agree")
    said, _words = hut.read_in_the_office()
    assert (said["account_number"], said["id_number"]) == (WATER, ID_NUMBER)


def test_whoever_does_not_know_their_account_is_asked_of_which_utility_it_is(hut: Hut) -> None:
    hut.shows_card("automatic_debit")
    hut.taps("back")
    hut.story.at(ChooseFinding)
    hut.taps("id_card", "back", "skip", "answer_gas", "answer_icbc")
    hut.types_phone()
    assert "户号" not in facts_of(hut.story)
    hut.taps("agree")
    said, _words = hut.read_in_the_office()
    assert (said["person_name"], "account_number" in said) == (NAME, False)


@pytest.fixture
def hut_without_complaints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hut]:
    services = {name: each for name, each in shipped_service_book().services.items() if name != "complaint"}
    monkeypatch.setattr(counter, "shipped_service_book", lambda: ServiceBook(services))
    hut = Hut(tmp_path)
    yield hut
    hut.close()


def test_a_service_that_the_gateway_takes_no_more_is_told_as_closed(hut_without_complaints: Hut) -> None:
    hut = hut_without_complaints
    hut.taps("services", "group_repair")
    while "service_complaint" not in {button.name for button in hut.story.screen.choices}:
        hut.taps("page_next")
    hut.taps("service_complaint", "answer_late", "skip", "agree")
    assert hut.story.title == "这件事暂时不收了"
    assert "没有报上去" in hut.story.prompt
    hut.taps("retry")
    hut.story.at(ChooseService)
    hut.asks_what_is_taken()
    closed = next(each for each in hut.story.screen.choices if each.name == "service_complaint")
    assert not closed.enabled
