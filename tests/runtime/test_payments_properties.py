"""Kiosk and gateway agree on every payment, whatever the line, the resident and the power do meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payment.attempt import GIVE_UP_SENDING_S
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.payments import Payments
from kiosk.session.effects import StartPayment
from kiosk.session.events import Event, PaymentEnded, PaymentRefused
from kiosk.wire.payments import CardResult
from tests.runtime.counter import BASKET, FakeTerminal
from tests.runtime.honest_gateway import LATE_S, LINES, HonestGateway, Line
from tests.runtime.journals import journal_at
from tests.session import facts

ACTS = ("", "", "", "", "cancel", "approve", "decline", "power cut")
STEPS = st.lists(
    st.tuples(st.sampled_from([0.25, 1.0, 2.5, 12.0, 31.0]), st.sampled_from(ACTS)),
    max_size=12,
)
TROUBLES = st.lists(st.sampled_from(LINES), max_size=12)


class World:
    """One kiosk that may lose its power, its journal on the disk, and the gateway."""

    def __init__(
        self, folder: Path, troubles: list[Line], fate: Literal["settled", "not_charged"], takes_s: float
    ) -> None:
        self._path = folder / "journal.db"
        self._troubles = troubles
        self.clock = FakeClock()
        self.told: list[Event] = []
        self.terminal = FakeTerminal()
        self.gateway = HonestGateway(self.clock, self._line, fate, takes_s)
        self.start()

    def _line(self) -> Line:
        """The troubles one after the other, and then none for ever."""
        return self._troubles.pop(0) if self._troubles else "heard"

    def start(self) -> None:
        self.journal = journal_at(self._path)
        vars(self.journal)["_db"].execute("PRAGMA synchronous=OFF")  # this world's power cuts spare the disk
        self.payments = Payments(
            self.gateway,
            self.journal,
            self.clock,
            self.told.append,
            kiosk_id="k",
            new_id=lambda: "p1",
            terminal=self.terminal,
        )

    def pay(self, method: Literal["phone_code", "bank_card"]) -> None:
        code = facts.WECHAT_CODE if method == "phone_code" else None
        self.payments.begin(StartPayment(1, BASKET, method, code))
        self.payments.worker.run_pending()

    def happen(self, seconds: float, act: str) -> None:
        self.clock.advance(seconds)
        reactions: dict[str, Callable[[], None]] = {
            "cancel": lambda: self.payments.cancel("p1"),
            "approve": lambda: self._card("approved"),
            "decline": lambda: self._card("declined"),
            "power cut": self._cut_power,
        }
        reactions.get(act, lambda: None)()
        self.payments.worker.run_pending()

    def _card(self, outcome: Literal["approved", "declined"]) -> None:
        if ("sale", "p1", str(facts.ALL_FEN)) in self.terminal.asked:
            self.payments.card_finished("p1", CardResult(outcome))

    def _cut_power(self) -> None:
        self.journal.close()
        self.start()
        self.payments.recover()

    def heal(self) -> None:
        """No more troubles; an hour passes."""
        self._troubles.clear()
        for _ in range(24):
            self.happen(150.0, "")
        assert self.clock.monotonic_s() > LATE_S

    @property
    def ends(self) -> list[str]:
        return [event.outcome.kind for event in self.told if isinstance(event, PaymentEnded)]


@contextmanager
def world(troubles: list[Line], fate: Literal["settled", "not_charged"], takes_s: float) -> Iterator[World]:
    with TemporaryDirectory() as folder:
        built = World(Path(folder), list(troubles), fate, takes_s)
        yield built
        built.journal.close()


@settings(deadline=None, max_examples=120)
@given(
    TROUBLES,
    STEPS,
    st.sampled_from(["settled", "not_charged"]),
    st.sampled_from([0.0, 1.0, 7.0, 40.0]),
    st.sampled_from(["phone_code", "phone_code", "bank_card"]),
)
def test_what_the_resident_is_told_is_what_the_gateway_holds(
    troubles: list[Line],
    steps: list[tuple[float, str]],
    fate: Literal["settled", "not_charged"],
    takes_s: float,
    method: Literal["phone_code", "bank_card"],
) -> None:
    with world(troubles, fate, takes_s) as around:
        around.pay(method)
        for seconds, act in steps:
            around.happen(seconds, act)
        around.heal()
        assert around.journal.open_intents() == (), "once faults stop, every attempt is closed"
        assert around.ends, "somebody was told"
        assert set(around.ends) == {"settled" if around.gateway.settled("p1") else "not_charged"}
        assert not any(isinstance(event, PaymentRefused) for event in around.told)


@settings(deadline=None, max_examples=30)
@given(TROUBLES, STEPS)
def test_the_phones_code_leaves_the_kiosk_within_half_a_minute_or_never(
    troubles: list[Line], steps: list[tuple[float, str]]
) -> None:
    with world(troubles, "settled", 40.0) as around:
        begun_s = around.clock.monotonic_s()
        around.pay("phone_code")
        for seconds, act in steps:
            around.happen(seconds, act)
        around.heal()
        assert all(sent_s - begun_s < GIVE_UP_SENDING_S for sent_s in around.gateway.sent_s)
        assert len(around.terminal.asked) == 0


@settings(deadline=None, max_examples=30)
@given(TROUBLES, STEPS)
def test_a_card_is_asked_for_at_most_once(troubles: list[Line], steps: list[tuple[float, str]]) -> None:
    with world(troubles, "settled", 900.0) as around:
        around.pay("bank_card")
        for seconds, act in steps:
            around.happen(seconds, act)
        around.heal()
        assert len([asked for asked in around.terminal.asked if asked[0] == "sale"]) <= 1
