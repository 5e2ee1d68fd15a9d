"""A load whose card can be asked no more, at the operator's page: it ends, and nobody is owed for ever."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pytest
from sqlalchemy import select

from kiosk.gateway.cases import cases
from kiosk.gateway.cases.load_cases import LOAD_WAITS, UNSURE_MS, WAITING_MS
from kiosk.gateway.demonstration.world import refund
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.office.case_files import MOST_WORDS
from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardTurn
from kiosk.gateway.sql.schema_loads import load
from kiosk.gateway.trust.staff import Role
from kiosk.wire.loads import CardAnswer, CardEnd, CardStep
from tests.gateway.card_loads_desk import Card, CardPulled, Company, Reader, surround_with
from tests.gateway.cash_desk import open_cases
from tests.gateway.loads_desk import drive
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said
from tests.gateway.operator.test_case_pages import acts_offered
from tests.gateway.operator.test_same_hands import enrolled
from tests.gateway.test_loads_unfetched import bought

WHY = "the company read the chip on the 22nd"


class Hesitant(Company):
    """Promises nothing while it is silent; what a card has shown it, it knows."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = set[str]()
        self.writes = ""
        """The load that it writes."""

    def go_on(self, state: bytes, answer: CardAnswer) -> tuple[bytes, CardTurn]:
        state, turn = super().go_on(state, answer)
        if turn == CardDone("written"):
            self.shown.add(self.writes)
        return state, turn

    def take_back(self, load_ref: str) -> Literal["taken_back", "loaded"]:
        if self.silent:
            raise AdapterSilent("electric-city")
        return "loaded" if load_ref in self.shown else super().take_back(load_ref)


@dataclass
class LateReader(Reader):
    """Goes on after what happens while it is silent, before it tells what it has read back."""

    meanwhile: Callable[[], object] = lambda: None

    def _does(self, step: CardStep) -> CardAnswer:
        answer = super()._does(step)
        if step.no == 3:
            self.meanwhile()
        return answer


class Lost:
    """A card that was pulled in the middle of a write, and the case of its load."""

    def __init__(self, room: StaffRoom, company: Company | None = None, *, begun: bool = True) -> None:
        self.town = room.town
        self.company = company or Company()
        surround_with(self.town, self.company)
        self.card = Card()
        self.load_id = bought(self.town, self.card)
        if begun:
            self.pulled()
        waits_ms = UNSURE_MS if begun else WAITING_MS
        self.town.clock.advance(waits_ms / 1000 + 60)
        drive(self.town)
        [case] = open_cases(self.town, LOAD_WAITS)
        self.number = case.number

    def pulled(self) -> None:
        Reader(self.town, self.card, pulled_at=2).session("write", self.load_id)

    @property
    def state(self) -> str:
        with self.town.gateway.parts.database.reading() as connection:
            found = select(load.c.state).where(load.c.load_id == self.load_id)
            return str(connection.execute(found).scalar_one())

    @property
    def history(self) -> list[tuple[str, str, str]]:
        with self.town.gateway.parts.database.reading() as connection:
            return [(each.act, each.by, each.words) for each in cases.history(connection, self.number)]

    def at_rest(self) -> None:
        assert open_cases(self.town, LOAD_WAITS) == []
        assert Auditor(self.town.gateway.parts.database, self.town.gateway.parts.time).audit() == ()
        assert set(self.town.ledger_sums()) <= {0}


def does(person: Person, act: str, number: str, words: str = WHY) -> str:
    """Where it leads to, or what is said."""
    answer = person.post(f"/operator/cases/{number}/{act}", {"words": words})
    return goes_to(answer) if answer.status_code == 303 else f"{answer.status_code} {said(answer)}"


def done(act: str, number: str) -> str:
    return f"/operator/cases/{number}?done={act}"


def test_what_the_company_has_found_on_the_card_is_entered_by_one_person(room_anywhere: StaffRoom) -> None:
    room, lost = room_anywhere, Lost(room_anywhere)
    bert = room.signed_in("bert", Role.CLERK)
    assert acts_offered(bert, lost.number) == ["on_card"]
    assert does(bert, "on_card", lost.number) == done("on_card", lost.number)
    assert (lost.state, lost.company.on_cards) == ("loaded", {lost.load_id})
    assert lost.history == [
        ("opened", "gateway", ""),
        ("told_on_card", "bert", WHY),
        ("settled", "gateway", ""),
    ]
    assert room.audit("case_on_card") == [("bert", "case_on_card", lost.number, "done")]
    assert lost.town.count(refund) == 0
    lost.at_rest()


def test_what_the_company_has_not_found_there_is_given_back_by_two(room_anywhere: StaffRoom) -> None:
    room, lost = room_anywhere, Lost(room_anywhere)
    anna, bert = room.signed_in("anna", Role.SUPERVISOR), room.signed_in("bert", Role.CLERK)
    assert acts_offered(anna, lost.number) == ["on_card", "approve_return"]
    assert does(bert, "approve_return", lost.number).startswith("403 Your role may not")
    assert does(bert, "not_on_card", lost.number).startswith("403 Somebody else has to approve it first.")
    assert does(anna, "approve_return", lost.number) == done("approve_return", lost.number)
    assert does(anna, "not_on_card", lost.number).startswith("403 Somebody else has to approve it first.")
    assert acts_offered(anna, lost.number) == ["on_card"]
    assert "Another colleague carries it out" in anna.get(f"/operator/cases/{lost.number}").text
    assert (lost.state, lost.company.taken_back) == ("card_unsure", set())
    assert acts_offered(bert, lost.number) == ["on_card", "not_on_card"]
    assert does(bert, "not_on_card", lost.number) == done("not_on_card", lost.number)
    assert (lost.state, lost.company.taken_back) == ("refunded", {lost.load_id})
    assert [(act, by) for act, by, _ in lost.history] == [
        ("opened", "gateway"),
        ("approved_return", "anna"),
        ("told_not_on_card", "bert"),
        ("settled", "gateway"),
    ]
    assert does(bert, "not_on_card", lost.number).startswith("409 This case has been closed meanwhile")
    assert (lost.town.count(refund), lost.town.balance_fen("clearing:wechat")) == (1, 0)
    lost.at_rest()


def test_an_approval_in_the_same_hands_offers_nothing_and_says_who_is_needed(room: StaffRoom) -> None:
    lost, anna = Lost(room), room.signed_in("anna", Role.SUPERVISOR)
    bert = enrolled(room, anna, "bert")
    does(anna, "approve_return", lost.number)
    assert acts_offered(bert, lost.number) == ["on_card"]
    assert "You cannot carry this out" in said(bert.get(f"/operator/cases/{lost.number}"))
    assert does(bert, "not_on_card", lost.number).startswith("403 Nothing was paid. In the last 30 days")
    assert (lost.state, room.audit("case_not_on_card")[0][3]) == ("card_unsure", "same_hands")
    dora = room.signed_in("dora", Role.CLERK)
    assert does(dora, "not_on_card", lost.number) == done("not_on_card", lost.number)


@pytest.mark.parametrize("act", ["on_card", "approve_return", "not_on_card"])
def test_without_a_word_of_why_nothing_is_entered(room: StaffRoom, act: str) -> None:
    lost, anna = Lost(room), room.signed_in("anna", Role.SUPERVISOR)
    does(room.signed_in("cleo", Role.SUPERVISOR), "approve_return", lost.number)
    for words in ("", " \n ", "x" * (MOST_WORDS + 1)):
        assert does(anna, act, lost.number, words).startswith("400 ")
    assert (lost.state, len(lost.history)) == ("card_unsure", 2)


def test_what_surely_is_on_no_card_is_given_back_for_its_payer(room_anywhere: StaffRoom) -> None:
    room, lost = room_anywhere, Lost(room_anywhere, begun=False)
    bert = room.signed_in("bert", Role.CLERK)
    assert acts_offered(bert, lost.number) == ["give_back"]
    assert does(bert, "on_card", lost.number).startswith("409 The load has gone on meanwhile")
    assert does(bert, "give_back", lost.number) == done("give_back", lost.number)
    assert (lost.state, lost.company.taken_back) == ("refunded", {lost.load_id})
    assert lost.history[1] == ("given_back", "bert", WHY)
    lost.at_rest()


@pytest.mark.parametrize("begun", [True, False])
def test_money_that_waits_is_never_explained_away(room: StaffRoom, begun: bool) -> None:
    lost, anna = Lost(room, begun=begun), room.signed_in("anna", Role.SUPERVISOR)
    assert "explain" not in acts_offered(anna, lost.number)
    assert does(anna, "explain", lost.number).startswith("409 Money is still owed")
    assert [case.number for case in open_cases(lost.town, LOAD_WAITS)] == [lost.number]


def test_a_card_that_turns_up_first_is_told_and_nothing_is_done(room_anywhere: StaffRoom) -> None:
    room, lost = room_anywhere, Lost(room_anywhere)
    bert = room.signed_in("bert", Role.CLERK)
    with pytest.raises(CardPulled):
        Reader(lost.town, lost.card, pulled_at=1, tells=False).session("write", lost.load_id)
    assert acts_offered(bert, lost.number) == []
    assert does(bert, "on_card", lost.number).startswith("409 The load has gone on meanwhile")
    assert room.audit("case_on_card") == [("bert", "case_on_card", lost.number, "load_moved_on")]
    Reader(lost.town, lost.card).session("write", lost.load_id)
    assert does(bert, "on_card", lost.number).startswith("409 This case has been closed meanwhile")
    assert (lost.state, lost.card.writes, len(lost.history)) == ("loaded", 1, 2)
    lost.at_rest()


def test_an_approval_counts_no_longer_once_the_card_was_there_again(room: StaffRoom) -> None:
    lost = Lost(room)
    anna, bert = room.signed_in("anna", Role.SUPERVISOR), room.signed_in("bert", Role.CLERK)
    does(anna, "approve_return", lost.number)
    room.town.clock.advance(60)
    lost.pulled()
    assert lost.state == "card_unsure"
    assert acts_offered(bert, lost.number) == ["on_card"]
    assert does(bert, "not_on_card", lost.number).startswith("403 Somebody else has to approve it first.")
    assert does(anna, "approve_return", lost.number) == done("approve_return", lost.number)
    assert does(bert, "not_on_card", lost.number) == done("not_on_card", lost.number)


def test_until_its_company_has_promised_the_case_stays_and_nothing_more_is_offered(
    room_anywhere: StaffRoom,
) -> None:
    room, lost = room_anywhere, Lost(room_anywhere, Hesitant())
    anna, bert = room.signed_in("anna", Role.SUPERVISOR), room.signed_in("bert", Role.CLERK)
    lost.company.silent = True
    does(anna, "approve_return", lost.number)
    does(bert, "not_on_card", lost.number)
    drive(lost.town, 90)
    assert (lost.state, lost.town.count(refund)) == ("returning", 0)
    assert acts_offered(bert, lost.number) == []
    assert "being taken back" in bert.get(f"/operator/cases/{lost.number}").text
    assert Auditor(lost.town.gateway.parts.database, lost.town.gateway.parts.time).audit() == ()
    lost.company.silent = False
    drive(lost.town, 90)
    assert (lost.state, lost.town.count(refund)) == ("refunded", 1)
    lost.at_rest()


def test_a_kiosk_that_tells_late_that_it_was_written_is_heard_before_anything_goes_back(
    room: StaffRoom,
) -> None:
    town, card, company = room.town, Card(), Hesitant()
    surround_with(town, company)
    company.writes = load_id = bought(town, card)

    def office_gives_up() -> None:
        for seconds in (601, UNSURE_MS / 1000 + 3_600):
            town.clock.advance(seconds)
            drive(town)
        [case] = open_cases(town, LOAD_WAITS)
        company.silent = True
        does(room.signed_in("anna", Role.SUPERVISOR), "approve_return", case.number)
        does(room.signed_in("bert", Role.CLERK), "not_on_card", case.number)

    end = LateReader(town, card, meanwhile=office_gives_up).session("write", load_id).end
    assert end == CardEnd("written")
    company.silent = False
    drive(town, 90)
    assert town.http.get(f"/v1/loads/{load_id}").json()["state"] == "loaded"
    assert (town.count(refund), company.taken_back, card.writes) == (0, set(), 1)
    assert open_cases(town, LOAD_WAITS) == []


def test_a_payment_leads_to_the_case_of_its_load_and_back(room: StaffRoom) -> None:
    lost, anna = Lost(room), room.signed_in("anna", Role.VIEWER)
    payment_id = room.town.http.get(f"/v1/loads/{lost.load_id}").json()["payment_id"]
    assert f'href="/operator/cases/{lost.number}"' in anna.get(f"/operator/payments/{payment_id}").text
    page = anna.get(f"/operator/cases/{lost.number}").text
    assert f'href="/operator/payments/{payment_id}"' in page
    assert "write cut off, not known" in page
