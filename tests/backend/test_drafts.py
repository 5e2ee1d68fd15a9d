"""A request that was left half-way, over real HTTP to a real gateway: kept, found by its owner, sent once."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.backend.client import GatewayClient
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.drafts import Drafts
from kiosk.runtime.request_content import RequestContents
from kiosk.runtime.requests import CONSENT_OF_PERSON, CONSENT_WITH_PHOTOGRAPHS
from kiosk.runtime.workers import Worker
from kiosk.session.effects_drafts import KeepDraft, LookUpDraft
from kiosk.session.events import DraftBegun, DraftKept, DraftNotKept, DraftTold, Event
from kiosk.session.forms import Draft, Form, KeptAs, Person
from kiosk.session.secret import Secret
from kiosk.texts import load_texts
from kiosk.wire import requests as wire
from kiosk.wire.requests import DRAFT_DAYS

from .test_filed_requests import PERSON, RULES, filed, filled

KNOWN = tuple(form for form in RULES.forms if form.person)
TRY_ID = "0193abcd-0000-4000-8000-000000000009"
SOMEBODY_ELSE = Person(Secret("310108194002290038"), "3***8", Secret("Another Resident"), Secret("Road 381"))


class Kiosk:
    """Its part in drafts, at a gateway of its own whose clock it can move."""

    def __init__(self, state: Path) -> None:
        self.clock, self._file = FakeClock(), state / "gateway.sqlite"
        self._gateway = EmbeddedGateway(self._file, self.clock)
        self.client = GatewayClient(self._gateway.start(), "kiosk-1")
        self._told: list[Event] = []
        self._worker = Worker("requests", self.clock)
        contents = RequestContents(RULES, load_texts("zh"))
        calls = self.client.service_requests
        self._drafts = Drafts(calls, self._worker, contents, RULES, self.clock, self._told.append)

    def stop(self) -> None:
        self.client.close()
        self._gateway.stop()

    def keeps(self, draft: Draft, person: Person = PERSON) -> Event:
        return self._performs(KeepDraft(1, draft, person))

    def asks(self, service: str, person: Person = PERSON) -> DraftTold:
        told = self._performs(LookUpDraft(2, service, person))
        assert isinstance(told, DraftTold)
        return told

    def begun(self) -> DraftBegun:
        """The last."""
        return [told for told in self._told if isinstance(told, DraftBegun)][-1]

    def times_begun(self) -> int:
        return sum(isinstance(told, DraftBegun) for told in self._told)

    def drafts(self) -> set[str]:
        kept = self.client.service_requests.unfinished(wire.Person(PERSON.number.value)).drafts
        return {each.request_id for each in kept}

    def on_record(self, number: str) -> tuple[str, str]:
        """Utility and consent of what was sent."""
        with closing(sqlite3.connect(self._file)) as database:
            asked = "select utility, consent_words from service_request where number = ?"
            utility, words = database.execute(asked, (number,)).fetchone()
        return utility, words

    def _performs(self, effect: KeepDraft | LookUpDraft) -> Event:
        self._drafts.perform(effect)
        self._worker.run_pending()
        return self._told[-1]


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    yield kiosk
    kiosk.stop()


def half(form: Form) -> Draft:
    """All but the last answer, without papers."""
    whole = filled(form)
    return replace(whole, said=whole.said[:-1], photographs=())


@pytest.mark.parametrize("form", KNOWN, ids=lambda form: form.service)
def test_what_was_answered_comes_back_as_it_was(kiosk: Kiosk, form: Form) -> None:
    draft = half(form)
    assert isinstance(kiosk.keeps(draft), DraftKept)
    told = kiosk.asks(form.service).draft
    assert told is not None
    assert set(told.said) == set(draft.said)
    assert (told.kept.revision, bool(told.kept.request_id), told.request_id) == (1, True, "")


@pytest.mark.parametrize("form", KNOWN, ids=lambda form: form.service)
def test_once_it_is_sent_what_was_kept_goes(kiosk: Kiosk, tmp_path: Path, form: Form) -> None:
    kiosk.keeps(half(form))
    told = kiosk.asks(form.service).draft
    assert told is not None
    filed(kiosk.client, tmp_path, replace(filled(form), kept=told.kept))
    assert kiosk.asks(form.service).draft is None


def test_kept_again_it_is_the_same_one(kiosk: Kiosk) -> None:
    form = KNOWN[0]
    kiosk.keeps(replace(half(form), said=half(form).said[:1]))
    first = kiosk.asks(form.service).draft
    assert first is not None
    kiosk.keeps(replace(half(form), kept=first.kept))
    again = kiosk.asks(form.service).draft
    assert again is not None
    assert again.kept == KeptAs(first.kept.request_id, 2, there=True)
    assert set(again.said) == set(half(form).said)


def test_nobody_else_is_told_of_it_nor_is_it_of_another_service(kiosk: Kiosk) -> None:
    kiosk.keeps(half(KNOWN[0]))
    assert kiosk.asks(KNOWN[0].service, SOMEBODY_ELSE).draft is None
    assert kiosk.asks(KNOWN[1].service).draft is None


def test_the_newest_is_told(kiosk: Kiosk) -> None:
    form = KNOWN[0]
    kiosk.keeps(replace(half(form), said=half(form).said[:1]))
    kiosk.clock.advance(60)
    kiosk.keeps(half(form))
    told = kiosk.asks(form.service).draft
    assert told is not None
    assert set(told.said) == set(half(form).said)


def test_a_try_that_was_wiped_meanwhile_is_sent_as_a_new_one(kiosk: Kiosk, tmp_path: Path) -> None:
    form = KNOWN[0]
    kiosk.keeps(half(form))
    told = kiosk.asks(form.service).draft
    assert told is not None
    kiosk.client.service_requests.withdraw(told.kept.request_id, wire.Person(PERSON.number.value))
    whole = replace(filled(form), request_id=told.kept.request_id, revision=1)
    assert filed(kiosk.client, tmp_path, whole).request_id != whole.request_id


def test_the_last_day_is_told(kiosk: Kiosk) -> None:
    told = kiosk.keeps(half(KNOWN[0]))
    assert isinstance(told, DraftKept)
    kept_on = kiosk.asks(KNOWN[0].service).kept_on
    assert (date.fromisoformat(told.until) - date.fromisoformat(kept_on)).days == DRAFT_DAYS - 1


def test_while_one_is_open_no_other_is_kept(kiosk: Kiosk, tmp_path: Path) -> None:
    form = RULES.form("home_visit")
    filed(kiosk.client, tmp_path, filled(form))
    told = kiosk.keeps(half(form))
    assert isinstance(told, DraftNotKept)
    assert told.problem == "request_open"


def test_whoever_tries_again_after_a_lost_answer_has_one_draft_and_the_newer(kiosk: Kiosk) -> None:
    form = KNOWN[0]
    first = replace(half(form), said=half(form).said[:1])
    kiosk.keeps(first)
    again = replace(half(form), kept=KeptAs(kiosk.begun().request_id, 1))
    assert isinstance(kiosk.keeps(again), DraftKept)
    assert kiosk.drafts() == {again.kept.request_id}
    told = kiosk.asks(form.service).draft
    assert told is not None
    assert set(told.said) == set(again.said)


def test_an_old_revision_is_not_told_as_kept(kiosk: Kiosk) -> None:
    form = KNOWN[0]
    kiosk.keeps(half(form))
    known = kiosk.begun().request_id
    kiosk.keeps(replace(half(form), kept=KeptAs(known, 4)))
    kiosk.keeps(replace(half(form), said=half(form).said[:1], kept=KeptAs(known)))
    assert kiosk.begun().request_id != known, "tried as a new one"
    assert kiosk.drafts() == {kiosk.begun().request_id}


def test_a_person_has_one_draft_of_a_service(kiosk: Kiosk) -> None:
    kiosk.keeps(half(KNOWN[0]))
    kiosk.keeps(half(KNOWN[1]))
    kiosk.keeps(half(KNOWN[0]))
    assert len(kiosk.drafts()) == 2


def test_after_seven_days_nobody_is_told_of_it_and_it_goes(kiosk: Kiosk) -> None:
    kiosk.keeps(half(KNOWN[0]))
    kiosk.clock.advance(DRAFT_DAYS * 86_400 - 60)
    assert kiosk.asks(KNOWN[0].service).draft is not None
    kiosk.clock.advance(120)
    assert kiosk.asks(KNOWN[0].service).draft is None


def test_consent_and_utility_are_those_of_what_was_sent(kiosk: Kiosk, tmp_path: Path) -> None:
    form = next(form for form in KNOWN if len(form.utilities) > 1 and not form.documents)
    kiosk.keeps(half(form))
    sent = replace(filled(form), kept=KeptAs(kiosk.begun().request_id, 1))
    other = next(name for name in form.utilities if name != sent.utility)
    said = tuple(replace(each, stem=other) if each.field == "utility" else each for each in sent.said)
    number = filed(kiosk.client, tmp_path, replace(sent, said=said)).filed.number
    assert kiosk.on_record(number) == (other, CONSENT_OF_PERSON)


def test_a_gateway_that_is_away_keeps_nothing_and_tells_nothing(kiosk: Kiosk) -> None:
    kiosk.stop()
    told = kiosk.keeps(half(KNOWN[0]))
    assert isinstance(told, DraftNotKept)
    assert told.problem == "draft_not_kept"
    assert kiosk.asks(KNOWN[0].service) == DraftTold(2)


@pytest.mark.parametrize("way", ["dropped", "sent"])
def test_what_was_kept_stays_as_it_was_until_a_try_is_sent(kiosk: Kiosk, tmp_path: Path, way: str) -> None:
    """A try whose photographs were on their way lies beside it, and is told to nobody."""
    form = next(form for form in KNOWN if form.documents)
    kiosk.keeps(half(form))
    before = kiosk.asks(form.service)
    whole, calls = filled(form), kiosk.client.service_requests
    contents = RequestContents(RULES, load_texts("zh"))
    content = contents.whole(whole, PERSON)
    consent = contents.consent(CONSENT_WITH_PHOTOGRAPHS, whole)
    kiosk.clock.advance(60)
    calls.save(TRY_ID, 1, content, consent, wire.Person(PERSON.number.value))
    assert kiosk.asks(form.service) == before
    if way == "dropped":
        calls.drop_draft(TRY_ID)
        assert kiosk.asks(form.service) == before
    else:
        assert (
            filed(kiosk.client, tmp_path, replace(whole, request_id=TRY_ID, unsure=True)).request_id == TRY_ID
        )
        assert kiosk.drafts() == set()


def test_what_was_kept_before_is_not_begun_anew(kiosk: Kiosk) -> None:
    """Nobody who stops waiting for it has it dropped by that."""
    form = KNOWN[0]
    kiosk.keeps(half(form))
    told = kiosk.asks(form.service).draft
    assert told is not None
    assert isinstance(kiosk.keeps(told), DraftKept)
    assert kiosk.times_begun() == 1
