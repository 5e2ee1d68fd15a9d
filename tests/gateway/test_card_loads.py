"""Loads onto a meter's card: read before money, written after it, resumed anywhere, and never paid twice."""

from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from kiosk.gateway.demonstration.world import refund
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.sql.schema_loads import load_outbox
from kiosk.wire.loads import CardAnswer, CardEnd, CardStep, PrepaidMeter

from .card_loads_desk import ELSEWHERE, HERE, Card, CardPulled, Company, Reader, surround_with
from .interposed import interposed
from .loads_desk import drive, load_of, order
from .test_power_cuts import Fuse, PowerCut
from .town import Town, refused

ALL_STEPS = [(step, after) for step in (1, 2, 3) for after in (False, True)]


@pytest.fixture
def company(town: Town) -> Company:
    company = Company()
    surround_with(town, company)
    return company


def read(town: Town, card: Card) -> PrepaidMeter:
    end = Reader(town, card).session("read").end
    assert end is not None
    assert end.meter is not None
    return end.meter


def bought(town: Town, card: Card) -> str:
    """The load's id, after money."""
    paid = town.submit(order(read(town, card)))
    assert paid.outcome == "settled"
    return load_of(town, paid.payment_id).load_id


def end_of(town: Town, card: Card, load_id: str, kiosk_id: str = HERE) -> str | None:
    end = Reader(town, card, kiosk_id).session("write", load_id).end
    assert end is not None
    return end.reason or end.result


def state_of(town: Town, load_id: str) -> str:
    return str(town.http.get(f"/v1/loads/{load_id}").json()["state"])


def assert_loaded_once(town: Town, card: Card, company: Company, load_id: str) -> None:
    assert (state_of(town, load_id), card.newest, card.writes) == ("loaded", load_id, 1)
    assert company.on_cards == {load_id}
    assert town.count(refund) == town.count(load_outbox) == 0
    assert town.balance_fen("clearing:wechat") == 5000
    assert Auditor(town.gateway.parts.database, town.gateway.parts.time).audit() == ()
    assert read(town, card).state == "may_load"


@pytest.mark.parametrize("twice", [False, True])
def test_a_card_is_read_paid_for_written_and_read_back(town: Town, company: Company, twice: bool) -> None:
    card = Card()
    found = read(town, card)
    assert (found.way, found.state, found.holder_masked) == ("card", "may_load", "L*")
    load_id = bought(town, card)
    assert state_of(town, load_id) == "card_waiting"
    assert read(town, card).state == "load_unfinished"
    end = Reader(town, card, twice=twice).session("write", load_id).end
    assert end is not None
    assert end.result == "written"
    assert_loaded_once(town, card, company, load_id)


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize(("step", "after"), ALL_STEPS)
def test_a_card_pulled_at_any_step_is_carried_on_anywhere_without_paying_again(
    town: Town, company: Company, step: int, after: bool, tells: bool
) -> None:
    card = Card()
    load_id = bought(town, card)
    reader = Reader(town, card, pulled_at=step, after=after, tells=tells)
    if tells:
        reader.session("write", load_id)
    else:
        with pytest.raises(CardPulled):
            reader.session("write", load_id)
        assert end_of(town, card, load_id, ELSEWHERE) == "busy"
        drive(town, 601)
    found = read(town, card)
    assert found.state == "load_unfinished"
    assert found.open_load is not None
    assert end_of(town, card, found.open_load.load_id, ELSEWHERE) == "written"
    assert_loaded_once(town, card, company, load_id)


def test_a_kiosk_that_starts_again_need_not_wait_for_its_own_session(town: Town, company: Company) -> None:
    card = Card()
    load_id = bought(town, card)
    with pytest.raises(CardPulled):
        Reader(town, card, pulled_at=2, after=True, tells=False).session("write", load_id)
    assert end_of(town, card, load_id) == "written"
    assert_loaded_once(town, card, company, load_id)


@dataclass
class SlowReader(Reader):
    """Silent for longer than a gateway waits, after this step."""

    load_id: str = ""
    silent_at: int = 0

    def _does(self, step: CardStep) -> CardAnswer:
        answer = super()._does(step)
        if step.no == self.silent_at:
            drive(self.town, 601)
            assert state_of(self.town, self.load_id) == "card_unsure"
        return answer


def test_what_a_card_has_proved_counts_after_a_long_silence_too(town: Town, company: Company) -> None:
    card = Card()
    load_id = bought(town, card)
    end = SlowReader(town, card, load_id=load_id, silent_at=3).session("write", load_id).end
    assert end == CardEnd("written")
    assert_loaded_once(town, card, company, load_id)


def test_after_a_long_silence_no_step_is_given_and_nothing_is_said_to_be_over(
    town: Town, company: Company
) -> None:
    card = Card()
    load_id = bought(town, card)
    end = SlowReader(town, card, load_id=load_id, silent_at=2).session("write", load_id).end
    assert end == CardEnd("unknown", "write_failed")
    assert state_of(town, load_id) == "card_unsure"
    assert end_of(town, card, load_id, ELSEWHERE) == "written"
    assert_loaded_once(town, card, company, load_id)


def test_what_may_be_on_a_card_is_neither_given_back_nor_sent(town: Town, company: Company) -> None:
    card = Card()
    load_id = bought(town, card)
    Reader(town, card, pulled_at=2).session("write", load_id)
    for wish in ("give-back", "send"):
        assert town.post(f"/v1/loads/{load_id}/{wish}", {}).json()["state"] == "card_unsure"
    Reader(town, card, pulled_at=1).session("write", load_id)
    assert state_of(town, load_id) == "card_unsure"
    assert end_of(town, card, load_id) == "written"


def test_what_surely_is_on_no_card_is_given_back(town: Town, company: Company) -> None:
    card = Card()
    load_id = bought(town, card)
    Reader(town, card, pulled_at=1).session("write", load_id)
    assert town.post(f"/v1/loads/{load_id}/give-back", {}).json()["state"] == "returned"
    assert end_of(town, card, load_id) == "load_ended"
    assert (card.writes, town.count(refund), town.balance_fen("clearing:wechat")) == (0, 1, 0)
    assert company.taken_back == {load_id}
    assert read(town, card).state == "may_load"


def test_a_load_that_waits_for_its_card_may_go_over_the_line(town: Town, company: Company) -> None:
    card = Card()
    load_id = bought(town, card)
    assert town.http.get(f"/v1/loads/{load_id}").json()["may_be_sent"] is True
    assert town.post(f"/v1/loads/{load_id}/send", {}).json()["state"] == "loading"
    assert end_of(town, card, load_id) == "load_ended"
    drive(town, 8)
    assert (state_of(town, load_id), card.writes) == ("loaded", 0)


def test_another_card_is_not_written_and_the_load_waits(town: Town, company: Company) -> None:
    load_id, other = bought(town, Card()), Card("E-880004")
    assert end_of(town, other, load_id) == "other_card"
    assert (other.writes, state_of(town, load_id)) == (0, "card_waiting")


def test_a_company_is_told_of_a_written_card_until_it_has_heard(town: Town, company: Company) -> None:
    card = Card()
    load_id = bought(town, card)
    company.silent = True
    assert end_of(town, card, load_id) == "written"
    assert (state_of(town, load_id), company.on_cards) == ("loaded", set())
    company.silent = False
    drive(town, 5)
    assert_loaded_once(town, card, company, load_id)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", range(1, 6))
def test_a_power_cut_of_the_gateway_at_any_call_is_recovered_from(
    town: Town, company: Company, call: int, after: bool
) -> None:
    card = Card()
    load_id = bought(town, card)
    fuse = Fuse(call, after)
    town.surround(interposed(town.gateway.parts.outside, fuse.around))
    with pytest.raises(PowerCut):
        Reader(town, card, direct=True).session("write", load_id)
    town.restart()
    surround_with(town, company)
    if state_of(town, load_id) != "loaded":
        assert end_of(town, card, load_id) == "written"
    drive(town, 5)
    assert_loaded_once(town, card, company, load_id)


def test_a_session_is_its_kiosks_own_and_goes_step_by_step(town: Town, company: Company) -> None:
    session_id = "00000000-0000-4000-8000-000000000001"
    facts = {"kind": "cpu", "reset_answer": "3b00"}
    body = {"session_id": session_id, "kind": "read", "facts": facts}
    kiosk = {"X-Kiosk-Id": HERE}
    assert town.post("/v1/card-sessions", body, **kiosk).json()["step"]["no"] == 1
    answers = f"/v1/card-sessions/{session_id}/answers"
    other = {"X-Kiosk-Id": ELSEWHERE}
    assert refused(town.post(answers, {"step_no": 1}, **other)) == (404, "session_unknown")
    assert refused(town.post(answers, {"step_no": 2}, **kiosk)) == (400, "malformed")
    again = body | {"kind": "write", "load_id": f"{'0' * 32}-0"}
    assert refused(town.post("/v1/card-sessions", again, **kiosk)) == (422, "idempotency_key_reused")
    for wrong in ({"kind": "write"}, {"load_id": f"{'0' * 32}-0"}):
        assert refused(town.post("/v1/card-sessions", body | wrong, **kiosk)) == (400, "malformed")


def test_a_card_of_nobody_here_is_told_so(town: Town) -> None:
    town.surround(replace(town.gateway.parts.outside, cards={}))
    end = Reader(town, Card()).session("read").end
    assert end is not None
    assert (end.result, end.reason) == ("refused", "other_company")
