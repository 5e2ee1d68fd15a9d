"""A resident in front of a kiosk that asks for them: how a load stands, or what one has ended in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.runtime import prepaid_answers
from kiosk.session.household import Basket
from kiosk.session.loads import Load
from kiosk.simulate.asking import PATIENCE_MS
from kiosk.simulate.engine import Flow
from kiosk.simulate.kiosk import Kiosk
from kiosk.simulate.meters import Supply
from kiosk.simulate.network import Question
from kiosk.simulate.resident import Visit
from kiosk.wire.loads import LoadsAnswer, PrepaidMeter

if TYPE_CHECKING:
    from kiosk.simulate.world import World

_LOOKS_MS = 3_000
_STAYS_MS = 120_000


def followed(visit: Visit, kiosk: Kiosk, payment_id: str, heard: Callable[[Load], None]) -> Flow:
    """While they stand there, until it has ended; `heard` is told how it stands, and when that changes."""
    engine, told = kiosk.world.engine, None
    while kiosk.visit is visit:
        answer = yield Question(engine, PATIENCE_MS, kiosk.putting("loads_of", payment_id))
        if kiosk.visit is visit and isinstance(answer, LoadsAnswer) and answer.loads:
            load = prepaid_answers.load(answer.loads[0])
            if load != told:
                told = load
                heard(load)
            if load.ended:
                return
        yield engine.pause(_LOOKS_MS)


class ProofVisit(Visit):
    """Somebody shows an identity card, and is told what their loads have ended in."""

    def __init__(self, world: "World", kiosk: Kiosk, supply: Supply) -> None:
        super().__init__(world, kiosk, Basket("", "", ()), "phone_code")
        self._supply = supply

    def come(self) -> None:
        self._world.note(self._kiosk.name, "is asked for what {} has had", self._supply.supply_no)
        self._kiosk.begin(self._asks())
        self._later(_STAYS_MS, self._leave)

    def _asks(self) -> Flow:
        kiosk, engine = self._kiosk, self._world.engine
        while kiosk.visit is self:
            answer = yield Question(engine, PATIENCE_MS, kiosk.putting("prepaid", self._supply.supply_no))
            if kiosk.visit is self and isinstance(answer, PrepaidMeter):
                for load in prepaid_answers.meter(answer, "id_card").told_again:
                    self._world.judge.told.read(load)
                self._leave()
            yield engine.pause(_LOOKS_MS)
