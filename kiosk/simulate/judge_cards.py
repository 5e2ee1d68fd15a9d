"""The judge of meter cards: what stands on them, and what kiosk and gateway have still to tell each other."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.payment import invariants_cards as rules
from kiosk.payment.invariants import Violation
from kiosk.payment.invariants_cards import OnCard
from kiosk.payment.load_state import LoadState
from kiosk.simulate.meter_cards import MeterCard

if TYPE_CHECKING:
    from kiosk.simulate.kiosk import Kiosk
    from kiosk.simulate.world import World


class CardJudge:
    def __init__(self, world: "World") -> None:
        self._world = world
        self._noted: dict[str, set[str]] = {}

    def noted(self, kiosk: "Kiosk", session_id: str) -> None:
        """Somebody was told that it is on the disk."""
        self._noted.setdefault(kiosk.name, set()).add(session_id)

    def let_go(self, kiosk: "Kiosk", session_id: str) -> None:
        self._noted.get(kiosk.name, set()).discard(session_id)
        ended = self._has_ended(session_id)
        self._world.judge.hold(rules.let_go_too_early(session_id, has_ended=ended))

    def rebooted(self, kiosk: "Kiosk") -> None:
        noted = self._noted.get(kiosk.name, ())
        self._world.judge.hold(rules.session_forgotten(kiosk.name, noted, kiosk.cards.disk.files))

    def step_given(self, kiosk: "Kiosk", last_no: int, no: int) -> None:
        self._world.note(kiosk.name, "gives a card step {}", no)
        self._world.judge.hold(rules.step_given_again(kiosk.name, last_no, no))

    def written(self, card: MeterCard) -> None:
        """Something has come to stand on it."""
        world = self._world
        self._world.note("meters", "{} has {} on its card", card.supply_no, card.written[-1].amount_fen)
        on_card = [OnCard(world.meters.load_of.get(each.reference), each.amount_fen) for each in card.written]
        loads = {load_id: stored.load for load_id, stored in world.store.loads.loads.items()}
        refunded = world.meters.outside().refunded
        world.judge.hold(rules.wrong_card(card.supply_no, on_card, loads, refunded))

    def told_written(self, card: MeterCard, load_id: str) -> None:
        stored = self._world.store.loads.loads.get(load_id)
        on_card = self._world.meters.on_card(card)
        self._world.judge.hold(rules.wrong_word_of_card(stored.load if stored else None, on_card))

    def paid_again(self, load_id: str) -> None:
        self._world.judge.hold([rules.asked_to_pay_again(load_id)])

    def waits_for(self, card: MeterCard) -> str | None:
        """A load that this card can be given now, in any reader."""
        for load in self._world.store.loads.open():
            ours = load.supply_no == card.supply_no and not card.holds_units
            if ours and load.state in {LoadState.CARD_WAITING, LoadState.CARD_UNSURE}:
                return load.load_id
        return None

    def came_to_nothing(self, load_id: str) -> None:
        self._world.judge.hold([rules.came_to_nothing(self._world.store.loads.loads[load_id].load)])

    def at_rest(self) -> Iterator[Violation]:
        sessions = self._world.store.loads.sessions
        yield from rules.sessions_without_end(each for each in sessions if not self._has_ended(each))

    def _has_ended(self, session_id: str) -> bool:
        """As the gateway has said, at least once; or it never had it, or nothing was to be written."""
        session = self._world.store.loads.sessions.get(session_id)
        return session is None or session.load_id is None or session.end_told
