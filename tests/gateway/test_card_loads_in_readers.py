"""Meter cards in a kiosk's reader, loaded over HTTP by the demonstration's companies; cut off and resumed."""

import logging
import random
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import msgspec
import pytest

from drivers.card.models import MODELS
from drivers.card.simulated_cards import SimulatedCard
from kiosk.backend.errors import GatewayRefused
from kiosk.gateway.office.auditor import Auditor
from kiosk.payment.load_events import RemoteAsked
from kiosk.runtime.card_load import CardLoads
from kiosk.runtime.card_outbox import CardOutbox, FilesInFolder
from kiosk.wire.loads import CardAct, CardAnswer, CardEnd, CardSessionAnswer, CardSessionRequest, PrepaidMeter
from kiosk.wiring.meter_card_slot import DriverCardSlot, facts_of
from tests.drivers.card.held import hold
from tests.drivers.slot_bench import AnyBench, SlotBench
from tests.wiring.stepped_reader import SteppedReader

from .card_sessions import card_of
from .loads_desk import drive, load_of, order
from .town import Town, new_id

KINDS = ["gas", "electricity", "water"]


class Killed(BaseException):
    """The kiosk's process ends here."""


class TownLine:
    """The gateway's calls, as the kiosk's client makes them."""

    def __init__(self, town: Town, kiosk_id: str) -> None:
        self._town = town
        self._kiosk = {"X-Kiosk-Id": kiosk_id}

    def begin_card(self, request: CardSessionRequest) -> CardSessionAnswer:
        return self._call("/v1/card-sessions", request)

    def card_answered(self, session_id: str, answered: CardAnswer) -> CardSessionAnswer:
        return self._call(f"/v1/card-sessions/{session_id}/answers", answered)

    def _call(self, path: str, body: msgspec.Struct) -> CardSessionAnswer:
        response = self._town.post(path, msgspec.to_builtins(body), **self._kiosk)
        if response.status_code != HTTPStatus.OK:
            raise GatewayRefused(response.json()["code"], response.status_code)
        return msgspec.json.decode(response.content, type=CardSessionAnswer)


class CardKiosk:
    """A kiosk with a card reader. `at_step`: what happens just before the card is given this step."""

    def __init__(self, town: Town, folder: Path, kiosk_id: str = "kiosk-1") -> None:
        self.bench: AnyBench = SlotBench("memory", random.Random(kiosk_id).choice(MODELS))
        self.bench.run(2.0)
        self.at_step: dict[int, Callable[[], object]] = {}
        self.acts: list[CardAct] = []
        self._slot = DriverCardSlot(SteppedReader(self.bench))
        outbox = CardOutbox(FilesInFolder(folder / kiosk_id), bytes(32))
        line = TownLine(town, kiosk_id)
        self.loads = CardLoads(line, self, outbox, town.clock, town.clock.advance, new_id)

    def carry_out(self, step_no: int, act: CardAct) -> CardAnswer:
        self.at_step.get(step_no, lambda: None)()
        self.acts.append(act)
        return self._slot.carry_out(step_no, act)

    def insert(self, card: SimulatedCard) -> "CardKiosk":
        self.facts = facts_of(hold(self.bench, card))
        return self

    def read(self) -> PrepaidMeter:
        end = self.loads.read(self.facts)
        assert end.meter is not None, end
        return end.meter

    def write(self, load_id: str) -> CardEnd | None:
        return self.loads.write(load_id, self.facts)


@pytest.fixture(params=KINDS)
def card(request: pytest.FixtureRequest) -> SimulatedCard:
    return card_of(request.param)


def bought(town: Town, kiosk: CardKiosk) -> str:
    """The load's id, after money."""
    paid = town.submit(order(kiosk.read()))
    assert paid.outcome == "settled"
    return load_of(town, paid.payment_id).load_id


def state_of(town: Town, load_id: str) -> str:
    return str(town.http.get(f"/v1/loads/{load_id}").json()["state"])


def assert_sound(town: Town) -> None:
    assert Auditor(town.gateway.parts.database, town.gateway.parts.time).audit() == ()
    assert set(town.ledger_sums()) == {0}


def test_a_load_is_bought_written_and_in_the_meter(
    file_town: Town, tmp_path: Path, card: SimulatedCard
) -> None:
    kiosk = CardKiosk(file_town, tmp_path).insert(card)
    before = kiosk.read()
    assert (before.state, before.way, before.balance_fen) == ("may_load", "card", 2_350)
    load_id = bought(file_town, kiosk)
    assert state_of(file_town, load_id) == "card_waiting"
    assert kiosk.write(load_id) == CardEnd("written")
    drive(file_town, 3)
    assert state_of(file_town, load_id) == "loaded"
    assert kiosk.read().state == "holds_units"
    assert card.visit_meter(0)
    after = kiosk.read()
    assert (after.state, after.balance_fen) == ("may_load", 7_350)
    assert after.version > before.version
    assert_sound(file_town)


@pytest.mark.parametrize("step", [1, 3, 4, 5, 7, 8, 9])
@pytest.mark.parametrize("tells", [True, False])
def test_cut_off_at_any_step_it_is_carried_on_at_another_kiosk_and_paid_once(
    file_town: Town, tmp_path: Path, card: SimulatedCard, step: int, tells: bool
) -> None:
    """The card is torn out, or the kiosk dies with the card inside and settles in its next life."""
    here = CardKiosk(file_town, tmp_path).insert(card)
    load_id = bought(file_town, here)
    here.at_step[step] = here.bench.slot.pull if tells else _die
    try:
        here.write(load_id)
    except Killed:
        here.bench.slot.pull()
        here = CardKiosk(file_town, tmp_path)
        file_town.clock.advance(60.0)
        here.loads.settle()
    assert here.loads.settle() == ()
    drive(file_town, 120)
    assert state_of(file_town, load_id) in {"card_waiting", "card_unsure", "loaded"}
    if state_of(file_town, load_id) != "loaded":
        there = CardKiosk(file_town, tmp_path, "kiosk-2").insert(card)
        assert there.write(load_id) == CardEnd("written")
        drive(file_town, 3)
    assert state_of(file_town, load_id) == "loaded"
    assert card.visit_meter(0)
    assert not card.visit_meter(0)
    assert_sound(file_town)


def test_a_session_settled_after_another_has_written_changes_nothing(
    file_town: Town, tmp_path: Path, card: SimulatedCard
) -> None:
    here = CardKiosk(file_town, tmp_path).insert(card)
    load_id = bought(file_town, here)
    here.at_step[5] = _die
    with pytest.raises(Killed):
        here.write(load_id)
    here.bench.slot.pull()
    again = CardKiosk(file_town, tmp_path).insert(card)
    assert again.write(load_id) == CardEnd("written")
    assert again.loads.settle() == ()
    assert list((tmp_path / "kiosk-1").iterdir()) == []
    drive(file_town, 3)
    assert state_of(file_town, load_id) == "loaded"
    assert card.visit_meter(0)


def _die() -> None:
    raise Killed


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("gas_with_units", "holds_units"),
        ("gas_never_in_meter", "never_in_meter"),
        ("gas_not_activated", "not_activated"),
        ("water_with_units", "holds_units"),
    ],
)
def test_a_card_that_may_not_be_loaded_is_told_before_money(
    file_town: Town, tmp_path: Path, name: str, why: str
) -> None:
    found = CardKiosk(file_town, tmp_path).insert(card_of(name)).read()
    assert (found.state, found.most_fen) == (why, 0)
    refusal = file_town.submit(order(found))
    assert refusal.outcome != "settled"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("gas_of_another_company", "other_company"),
        ("unknown", "other_company"),
        ("blank_memory", "blank"),
        ("gas_blocked", "blocked"),
        ("water_blocked", "blocked"),
        ("water_one_try_left", "blocked"),
    ],
)
def test_a_card_nobody_can_load_is_refused_before_money(
    file_town: Town, tmp_path: Path, name: str, why: str
) -> None:
    kiosk = CardKiosk(file_town, tmp_path).insert(card_of(name))
    assert kiosk.loads.read(kiosk.facts) == CardEnd("refused", why)  # type: ignore[arg-type]  # a reason


def test_a_wrong_card_on_resume_is_refused_and_the_right_one_still_loads(
    file_town: Town, tmp_path: Path
) -> None:
    card = card_of("gas")
    kiosk = CardKiosk(file_town, tmp_path).insert(card)
    load_id = bought(file_town, kiosk)
    other = CardKiosk(file_town, tmp_path, "kiosk-2").insert(card_of("electricity"))
    assert other.write(load_id) in {CardEnd("refused", "other_card"), CardEnd("refused", "other_company")}
    assert kiosk.write(load_id) == CardEnd("written")


def test_no_step_is_in_any_log_on_either_side(
    file_town: Town, tmp_path: Path, card: SimulatedCard, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kiosk = CardKiosk(file_town, tmp_path).insert(card)
    load_id = bought(file_town, kiosk)
    assert kiosk.write(load_id) == CardEnd("written")
    told = (caplog.text + repr(kiosk.bench.trace.entries()) + repr(kiosk.acts)).lower().replace(" ", "")
    fields = [getattr(act, name) for act in kiosk.acts for name in act.__struct_fields__]
    steps = [field for field in fields if isinstance(field, str)]
    assert len(steps) >= 2, "a code and a write at the least"
    assert [step for step in steps if step in told] == []
    assert kiosk.facts.identity[:10] not in told


def test_no_card_is_promised_a_line_that_its_meter_is_not_on(
    file_town: Town, tmp_path: Path, card: SimulatedCard
) -> None:
    kiosk = CardKiosk(file_town, tmp_path).insert(card)
    load_id = bought(file_town, kiosk)
    assert file_town.http.get(f"/v1/loads/{load_id}").json()["may_be_sent"] is False
    assert file_town.post(f"/v1/loads/{load_id}/send", {}).json()["state"] == "card_waiting"
    drive(file_town, 3)
    assert kiosk.write(load_id) == CardEnd("written")
    assert_sound(file_town)


def test_what_was_sent_to_a_meter_that_its_company_does_not_know_comes_back(
    file_town: Town, tmp_path: Path
) -> None:
    """Before anybody was asked whether it is on the line."""
    load_id = bought(file_town, CardKiosk(file_town, tmp_path).insert(card_of("electricity")))
    loads = file_town.gateway.loads
    loads.driver.see_through(loads.known(load_id), RemoteAsked())
    drive(file_town, 120)
    assert state_of(file_town, load_id) == "returned"
    assert_sound(file_town)


def test_given_back_it_is_never_written(file_town: Town, tmp_path: Path, card: SimulatedCard) -> None:
    kiosk = CardKiosk(file_town, tmp_path).insert(card)
    load_id = bought(file_town, kiosk)
    assert file_town.post(f"/v1/loads/{load_id}/give-back", {}).status_code == HTTPStatus.OK
    drive(file_town, 120)
    assert state_of(file_town, load_id) == "returned"
    assert kiosk.write(load_id) == CardEnd("refused", "load_ended")
    assert not card.visit_meter(0)
    assert kiosk.read().state == "may_load"
    assert_sound(file_town)
