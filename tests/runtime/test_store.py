"""The session's store: from any thread, nothing dropped, in order; stepped on one thread; effects once."""

from collections.abc import Callable
from threading import Thread

import pytest
from msgspec.structs import replace

from kiosk.runtime.store import Store
from kiosk.session import journey
from kiosk.session.effects import ArmDevices, Effect, LookUpBills
from kiosk.session.events import (
    BillsReceived,
    CodeScanned,
    Event,
    GatewayChanged,
    LookUpFailed,
    ScreenTouched,
    ServiceChanged,
    Ticked,
    UtilityTapped,
)
from kiosk.session.model import Session
from kiosk.session.rules import Rules
from kiosk.session.steps import ChooseFinding, ConfirmBills, Notice
from tests.session import facts


class Desk:
    """A store and everything that happened around it."""

    def __init__(self) -> None:
        self.performed: list[Effect] = []
        self.shown: list[Session] = []
        self.wakes = 0
        self.on_effect: Callable[[Effect], None] = lambda effect: None
        self.on_change: Callable[[Session], None] = lambda session: None
        self.store = Store(facts.RULES, self._perform, self._changed, self._wake)

    def _perform(self, effect: Effect) -> None:
        self.performed.append(effect)
        self.on_effect(effect)

    def _changed(self, session: Session) -> None:
        self.shown.append(session)
        self.on_change(session)

    def _wake(self) -> None:
        self.wakes += 1

    def look_ups(self) -> list[LookUpBills]:
        return [effect for effect in self.performed if isinstance(effect, LookUpBills)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


SCANNED = CodeScanned(facts.BILL_BARCODE, "code128")


def test_opening_carries_out_what_the_first_screen_asks_for_and_shows_it(desk: Desk) -> None:
    desk.store.open()
    first, effects = journey.start(facts.RULES)
    assert (desk.shown, desk.performed) == ([first], list(effects))
    assert any(isinstance(effect, ArmDevices) for effect in desk.performed)


def test_posting_wakes_the_owner_and_changes_nothing_by_itself(desk: Desk) -> None:
    before = desk.store.session
    desk.store.post(UtilityTapped("water"))
    assert (desk.wakes, desk.store.session, desk.shown) == (1, before, [])


def test_a_drain_steps_through_everything_and_shows_the_result_once(desk: Desk) -> None:
    desk.store.post(Ticked(1.0, 2.0))
    desk.store.post(UtilityTapped("water"))
    desk.store.drain()
    assert isinstance(desk.store.session.step, ChooseFinding)
    assert desk.shown == [desk.store.session]


def test_a_drain_with_nothing_new_shows_nothing(desk: Desk) -> None:
    desk.store.drain()
    assert desk.shown == []


def test_each_effect_is_performed_once(desk: Desk) -> None:
    desk.store.post(SCANNED)
    desk.store.drain()
    desk.store.drain()
    assert len(desk.look_ups()) == 1


def test_an_event_that_an_effect_brings_at_once_is_stepped_in_the_same_drain(desk: Desk) -> None:
    def answer_at_once(effect: Effect) -> None:
        if isinstance(effect, LookUpBills):
            desk.store.post(BillsReceived(effect.request, facts.findings(facts.WATER)))

    desk.on_effect = answer_at_once
    desk.store.post(SCANNED)
    desk.store.drain()
    assert isinstance(desk.store.session.step, ConfirmBills)
    assert desk.shown == [desk.store.session]


def test_a_drain_within_a_drain_does_not_overtake_the_effects_of_the_first_event(desk: Desk) -> None:
    """A `wake` that drains at once must not step one event inside another."""
    order: list[str] = []

    def nested(effect: Effect) -> None:
        order.append(type(effect).__name__)
        if isinstance(effect, LookUpBills):
            desk.store.post(LookUpFailed(effect.request, "code_unknown"))
            desk.store.drain()
            order.append(f"still {type(desk.store.session.step).__name__}")

    desk.on_effect = nested
    desk.store.post(SCANNED)
    desk.store.drain()
    assert order == ["LookUpBills", "still LookUp", "ArmDevices", "ArmDevices"]
    assert isinstance(desk.store.session.step, Notice)


def test_what_the_display_posts_while_it_is_told_is_not_left_lying(desk: Desk) -> None:
    def close_once(session: Session) -> None:
        if not session.closed:
            desk.store.post(ServiceChanged("journal_damaged"))
            desk.store.drain()

    desk.on_change = close_once
    desk.store.post(UtilityTapped("water"))
    desk.store.drain()
    assert desk.shown[-1].closed == "journal_damaged"


def test_an_effect_that_fails_does_not_leave_the_store_shut(desk: Desk) -> None:
    def fail(effect: Effect) -> None:
        raise OSError("a device's fault")

    desk.on_effect = fail
    desk.store.post(SCANNED)
    with pytest.raises(OSError, match="a device's fault"):
        desk.store.drain()
    desk.on_effect = lambda effect: None
    desk.store.post(GatewayChanged(up=False))
    desk.store.drain()
    assert desk.store.session.gateway_up is False


def test_events_of_many_threads_all_arrive_each_threads_in_its_order(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stepped: list[Event] = []

    def step(session: Session, event: Event) -> tuple[Session, tuple[Effect, ...]]:
        stepped.append(event)
        return session, ()

    monkeypatch.setattr(journey, "step", step)

    def post_many(thread: int) -> None:
        for number in range(500):
            desk.store.post(Ticked(float(thread), float(number)))

    threads = [Thread(target=post_many, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        desk.store.drain()
    for thread in threads:
        thread.join()
    desk.store.drain()
    told = [event for event in stepped if isinstance(event, Ticked)]
    for n in range(8):
        assert [event.wall_s for event in told if event.now_s == n] == [float(i) for i in range(500)]


def test_a_drain_on_another_thread_is_refused_and_changes_nothing(desk: Desk) -> None:
    refused: list[Exception] = []

    def drain() -> None:
        try:
            desk.store.drain()
        except RuntimeError as error:
            refused.append(error)

    desk.store.post(UtilityTapped("water"))
    before = desk.store.session
    thread = Thread(target=drain)
    thread.start()
    thread.join()
    assert len(refused) == 1
    assert desk.store.session is before
    desk.store.post(ScreenTouched())
    desk.store.drain()
    assert isinstance(desk.store.session.step, ChooseFinding), "nothing was lost by the refusal"


def louder(rules: Rules) -> Rules:
    return replace(rules, comfort=replace(rules.comfort, volume=5))


def test_rules_change_while_nobody_is_served(desk: Desk) -> None:
    desk.store.change_rules(louder)
    assert (desk.wakes, desk.store.session.rules) == (1, facts.RULES)
    desk.store.drain()
    session = desk.store.session
    assert (session.rules.comfort.volume, session.comfort.volume) == (5, 5)
    assert desk.shown == [session]
    desk.store.drain()
    assert len(desk.shown) == 1


def test_whoever_is_being_served_goes_on_under_the_rules_they_began_with(desk: Desk) -> None:
    desk.store.post(UtilityTapped("water"))
    desk.store.drain()
    desk.store.change_rules(louder)
    desk.store.drain()
    assert desk.store.session.rules == facts.RULES
    for now_s in (1_000.0, 2_000.0, 3_000.0):  # nobody is there any more
        desk.store.post(Ticked(now_s, now_s))
        desk.store.drain()
    desk.store.drain()
    assert desk.store.session.at_rest()
    assert desk.store.session.comfort.volume == 5
