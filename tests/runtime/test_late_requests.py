"""A request whose turn comes late, behind somebody else's photographs: the session, and the machine's sender.

However often its owner tells it again meanwhile, the gateway has it once.
"""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.session.effects import FileRequest
from kiosk.session.effects_drafts import DropDraft
from kiosk.session.steps import Notice
from kiosk.session.steps_forms import RequestFiled, SendingRequest
from kiosk.wire.requests import RequestAnswer
from tests.runtime.request_desk import IDS, Gateway, Kiosk
from tests.session.documents import comes_to_the_papers, lays_down
from tests.session.stories import Machine, Resident, Story

PAGE = b"\xff\xd8\xff a page"


class Hut:
    """`asks`: what the session wants sent waits for its turn. `works`: the sender's turn; all is told."""

    def __init__(self, state: Path, clock: FakeClock) -> None:
        self.gateway, self.story = Gateway(), Story()
        self.kiosk = Kiosk(self.gateway, state, clock, list(IDS))
        self.resident = Resident(self.story)
        self._asked = 0

    def comes_to_agree(self, page: bytes = PAGE) -> None:
        comes_to_the_papers(self.resident, Machine(self.story))
        for _ in range(2):
            lays_down(self.story, self.kiosk.pictures.keep(page))
            self.resident.taps("next")

    def taps(self, *names: str) -> None:
        self.resident.taps(*names)
        for effect in self.story.effects[self._asked :]:
            if isinstance(effect, FileRequest):
                self.kiosk.requests.file(effect)
        self._asked = len(self.story.effects)

    def waits_in_vain(self) -> None:
        self.resident.waits(60)
        assert self.story.at(Notice).problem == "request_unsure"

    def works(self) -> None:
        self.kiosk.told.clear()
        self.kiosk.requests.worker.run_pending()
        self.hears()

    def hears(self) -> None:
        told = list(self.kiosk.told)
        self.kiosk.told.clear()
        for each in told:
            self.story.feed(each)


@pytest.fixture
def hut(tmp_path: Path, clock: FakeClock) -> Hut:
    hut = Hut(tmp_path, clock)
    hut.comes_to_agree()
    hut.taps("agree")
    hut.waits_in_vain()
    return hut


def is_there_once(hut: Hut) -> None:
    hut.story.at(RequestFiled)
    assert list(hut.gateway.kept) == IDS[:1]
    assert not hut.story.asked(DropDraft), "its owner still stood there"


@pytest.mark.parametrize("seen", ["behind the notice", "before they agree"])
def test_told_again_once_it_arrived_late_it_is_the_same(hut: Hut, seen: str) -> None:
    if seen == "before they agree":
        hut.taps("retry")
    hut.works()
    hut.taps(*(["agree"] if seen == "before they agree" else ["retry", "agree"]))
    hut.works()
    is_there_once(hut)


def test_told_again_before_its_turn_came_it_is_the_same(hut: Hut) -> None:
    hut.taps("retry", "agree")
    hut.story.at(SendingRequest)
    hut.works()
    is_there_once(hut)


def test_told_a_third_time_before_its_turn_came_it_is_the_same(hut: Hut) -> None:
    hut.taps("retry", "agree")
    hut.waits_in_vain()
    hut.taps("retry", "agree")
    hut.works()
    is_there_once(hut)


@pytest.mark.parametrize("trouble", [GatewaySlow("photograph"), GatewayUnreachable("photograph")])
def test_one_that_came_half_way_late_is_not_dropped_under_its_owners_hands(
    hut: Hut, trouble: GatewayError
) -> None:
    hut.gateway.photograph_troubles = [trouble]
    hut.works()
    hut.taps("retry", "agree")
    hut.gateway.photograph_troubles = [trouble]
    hut.works()
    hut.taps("retry", "agree")
    hut.works()
    is_there_once(hut)


def test_one_that_was_wiped_while_its_owner_read_the_notice_goes_under_a_new_id(hut: Hut) -> None:
    """It was owed to go since an earlier visit."""
    hut.gateway.photograph_troubles = [GatewaySlow("photograph")]
    hut.works()
    hut.taps("retry", "agree")
    hut.gateway.troubles = [GatewayRefused("record_closed", 409)]
    hut.works()
    hut.story.at(RequestFiled)
    assert list(hut.gateway.kept) == IDS[1:2]


def test_whoever_goes_meanwhile_leaves_nothing_of_it(hut: Hut) -> None:
    hut.gateway.photograph_troubles = [GatewaySlow("photograph")]
    hut.works()
    hut.resident.waits(400)
    assert [effect.request_id for effect in hut.story.effects if isinstance(effect, DropDraft)] == IDS[:1]
    assert not hut.gateway.kept


def test_what_somebody_else_asks_for_next_is_another_one(hut: Hut) -> None:
    hut.works()
    hut.resident.waits(400)
    hut.comes_to_agree()
    hut.taps("agree")
    hut.works()
    hut.story.at(RequestFiled)
    assert list(hut.gateway.kept) == IDS[:2]


def asks_for_another_after_one_in_doubt(state: Path, clock: FakeClock) -> Hut:
    """The id of an earlier visit is tried first: it may be the same request."""
    hut = Hut(state, clock)
    hut.comes_to_agree()
    hut.gateway.troubles = [GatewaySlow("the first")]
    hut.taps("agree")
    hut.works()
    hut.resident.waits(400)
    hut.comes_to_agree(b"\xff\xd8\xff another page")
    hut.taps("agree")
    return hut


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("half_way", [False, True])
def test_an_id_that_stands_for_something_else_is_left_for_a_new_one_also_late(
    tmp_path: Path, clock: FakeClock, late: bool, half_way: bool
) -> None:
    hut = asks_for_another_after_one_in_doubt(tmp_path, clock)
    if late:
        hut.waits_in_vain()
    if half_way:
        hut.gateway.photograph_troubles = [GatewaySlow("photograph")]
    hut.works()
    if late or half_way:
        hut.taps("retry", "agree")
        hut.works()
    hut.story.at(RequestFiled)


def test_a_try_that_was_told_an_outdated_id_goes_under_the_one_that_was_begun_since(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owner tells it again while the first try still learns that its id stands for something else."""
    hut = asks_for_another_after_one_in_doubt(tmp_path, clock)
    send = hut.gateway.send

    def slowly(*asked: Any) -> RequestAnswer:
        monkeypatch.setattr(hut.gateway, "send", send)
        hut.hears()
        hut.waits_in_vain()
        hut.taps("retry", "agree")
        hut.gateway.troubles = [GatewaySlow("another one's"), GatewaySlow("its answer is lost")]
        return send(*asked)

    monkeypatch.setattr(hut.gateway, "send", slowly)
    hut.works()
    hut.story.at(RequestFiled)
    assert list(hut.gateway.kept) == IDS[:2]


def test_one_that_arrives_while_its_photographs_are_sent_again_is_the_same(
    hut: Hut, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateway was still at it when it was asked."""
    hut.gateway.troubles = [GatewaySlow("its answer is lost")]
    hut.works()
    save = hut.gateway.save
    monkeypatch.setattr(hut.gateway, "save", lambda *asked: replace(save(*asked), state="draft"))
    hut.taps("retry", "agree")
    hut.works()
    is_there_once(hut)
