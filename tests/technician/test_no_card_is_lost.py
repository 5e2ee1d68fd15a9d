"""Whatever fingers, boxes, rivals and slow disks do: one yes enters one card, and nothing ends it but two.

A real register stands behind the pages; it answers in turn, but when it likes, and sometimes refuses.
"""

from collections import deque
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.supplies.card_register import FILE, CardRegister
from kiosk.technician import events as t
from kiosk.technician.effects import Effect, EndCard, EnterCard, PrintSlip, ReadCards
from kiosk.technician.events import Event
from kiosk.technician.left_cards import CardGone
from kiosk.technician.mode_cards import line_of
from kiosk.technician.model import Mode, NewCard, OneCard
from kiosk.technician.view import CellTouched
from kiosk.wiring.technician_cards import answer
from tests.technician.bench import Bench, parts_of
from tests.technician.test_any_moment import fingers

OURS = (
    t.NewCardTapped,
    t.CardOpened,
    t.OutcomeChosen,
    t.NextTapped,
    t.RowChosen,
    t.DigitPressed,
    t.BackTapped,
)
FINGERS = [event for event in fingers() if isinstance(event, OURS)]

ENTERING = ("new_card", "choose_id_card", "choose_bin", "enter_card")
ENDING = ("open_card_1", "handed_back", "confirm")

HOME = ("back", "back", "back", "cards")

MOVES = st.lists(
    st.one_of(
        st.sampled_from([ENTERING, ENDING, HOME + ENTERING, HOME + ENDING]),
        st.sampled_from([ENTERING[2:], ENDING[1:], "refuse", "box", "rival", *FINGERS]),
        st.just("answer"),
        st.just("answer"),
    ),
    min_size=10,
    max_size=40,
)
"""Buttons one after the other, where they are there; what others do; a finger on what may not be there."""


class Counter:
    """A technician at the pages of the register."""

    def __init__(self, folder: Path) -> None:
        self.register = CardRegister(folder / FILE)
        self.bench = Bench()
        self.asked: deque[ReadCards | EnterCard | EndCard] = deque()
        self.entered = 0
        self.ended: set[int] = set()
        self.bench.signs_in()
        self.feed(t.PlaceOpened("cards"))

    def feed(self, event: Event | CellTouched) -> None:
        before = self.bench.mode
        effects = self.bench.feed(event)
        check_step(before, event, self.bench.mode, effects)
        self.asked += [one for one in effects if isinstance(one, ReadCards | EnterCard | EndCard)]

    def moves(self, move: tuple[str, ...] | str | Event | CellTouched) -> None:
        match move:
            case "answer" | "refuse" if self.asked:
                self._hears(refused=move == "refuse")
            case "box":
                self.feed(t.BoxChanged(is_in=not self.bench.mode.box_in))
            case "rival":
                self._somebody_else_ends_one()
            case tuple():
                for name in move:
                    self._taps(name)
            case Event() | CellTouched():
                self.feed(move)

    def _taps(self, name: str) -> None:
        for part in tuple(parts_of(self.bench.view)):
            if getattr(part, "name", "") == name and getattr(part, "enabled", False):
                self.feed(part.event)
                return

    def _hears(self, *, refused: bool) -> None:
        told = answer(None if refused else self.register, self.asked.popleft())
        self.entered += isinstance(told, t.CardEntered)
        self.ended |= {told.gone.card} if isinstance(told, t.CardEnded) else set()
        self.feed(told)

    def _somebody_else_ends_one(self) -> None:
        for line in self.register.entries()[:1]:
            if not line.gone:
                self.register.end(CardGone(line.card.number, "sent_on", "99", 1.0))

    def comes_to_rest(self) -> None:
        while self.asked:
            self._hears(refused=False)
        self.feed(t.CardsRead(self.register.entries()))


def check_step(before: Mode, event: Event | CellTouched, after: Mode, effects: tuple[Effect, ...]) -> None:
    numbers = [line.card.number for line in after.cards or ()]
    assert len(numbers) == len(set(numbers))
    page = before.page
    for effect in effects:
        match effect:
            case EnterCard(card):
                assert isinstance(page, NewCard)
                assert not page.saving
                assert event == t.NextTapped()
                assert after.page.saving, "a second tap must not enter it again"
                assert len(card.last_digits) in (0, 4)
            case EndCard(gone):
                line = line_of(before, gone.card)
                assert line is not None
                assert line.gone is None
                assert page == OneCard(gone.card, gone.outcome)
                assert event == t.NextTapped()
                assert after.page.saving
    if isinstance(event, t.CardEnded) and line_of(before, event.gone.card):
        assert sum(isinstance(effect, PrintSlip) for effect in effects) == 1


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_no_card_is_lost_or_doubled(moves: list[tuple[str, ...] | str | Event]) -> None:
    with TemporaryDirectory() as folder:
        counter = Counter(Path(folder))
        for move in moves:
            counter.moves(move)
        counter.comes_to_rest()
        kept = counter.register.entries(10_000)
        counter.register.close()
    assert counter.bench.mode.cards == kept
    assert len(kept) == counter.entered
    assert {line.card.number for line in kept if line.gone and line.gone.technician == "07"} == counter.ended
