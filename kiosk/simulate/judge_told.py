"""The judge of words that are worth money (I22): who was told digits and vouchers' numbers, and who still can
be."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.payment import invariants_told as rules
from kiosk.payment.invariants import Violation
from kiosk.payment.told_again import WORTH_MONEY
from kiosk.session.loads import Load
from kiosk.session.model import Session
from kiosk.session.show import view
from kiosk.session.steps import Done
from kiosk.simulate.load_store import voucher_no

if TYPE_CHECKING:
    from kiosk.simulate.world import World


class ToldJudge:
    def __init__(self, world: "World") -> None:
        self.told: set[str] = set()
        """Loads of which their payer has read, on a screen or on paper, what is worth money."""
        self._world = world

    def read(self, load: Load) -> None:
        """By its payer, who stands there."""
        said = load.token or load.voucher_no
        if not said or load.load_id in self.told:
            return
        self.told.add(load.load_id)
        self._world.note("judge", "has seen the {} of {} told", load.state, load.load_id)
        stored = self._world.store.loads.loads[load.load_id].load
        self._world.judge.hold(rules.wrong_word_of_worth(stored, said, voucher_no(stored.load_id)))

    def on_screen(self, session: Session) -> None:
        """As the production draws it, not as the step knows it."""
        load = session.step.outcome.load if isinstance(session.step, Done) else None
        if load is None or load.load_id in self.told or not (load.token or load.voucher_no):
            return
        facts = (fact.value for fact in view(session).facts)
        shown = {value.replace(" ", "") for value in facts if isinstance(value, str)}
        if (load.token or load.voucher_no) in shown:
            self.read(load)

    def at_rest(self) -> Iterator[Violation]:
        """Whoever was told nothing comes now, with proof, to any of the gateway's processes."""
        world = self._world
        for stored in world.store.loads.loads.values():
            load = stored.load
            if load.state in WORTH_MONEY and load.load_id not in self.told:
                again = world.front().loading.again(load.supply_no)
                fetched = world.office.has_paid(load)
                yield from rules.lost_for_its_payer(load, told_again=load in again, fetched=fetched)
