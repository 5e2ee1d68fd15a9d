"""All that the production's classes for meter cards ask of the world, taken step by step."""

import errno
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kiosk.backend.errors import GatewayRefused, GatewaySlow
from kiosk.gateway.problems import Refused, status_of
from kiosk.simulate.asking import PATIENCE_MS, Asked
from kiosk.simulate.network import Question
from kiosk.simulate.stepwise import Steps
from kiosk.wire.loads import (
    CardAct,
    CardAnswer,
    CardSessionAnswer,
    CardSessionRequest,
    LoadAnswer,
)
from kiosk.wiring.meter_card_slot import DriverCardSlot

if TYPE_CHECKING:
    from kiosk.simulate.kiosk import Kiosk

_STEP_MS = (150, 150, 400, 3_000)
"""How long a card takes for one."""


class CardDisk:
    """The files in which sessions are kept: what is on them survives every power cut."""

    def __init__(self, kiosk: "Kiosk") -> None:
        self.files: dict[str, bytes] = {}
        self._kiosk = kiosk

    def put(self, name: str, content: bytes) -> None:
        kiosk = self._kiosk
        kiosk.may_crash()
        if kiosk.world.lies(kiosk.world.faults.disk_full):
            raise OSError(errno.ENOSPC, "No space left on device")
        self.files[name] = content
        kiosk.world.judge.cards.noted(kiosk, name)
        kiosk.may_crash()

    def remove(self, name: str) -> None:
        self._kiosk.may_crash()
        self._kiosk.world.judge.cards.let_go(self._kiosk, name)
        self.files.pop(name, None)
        self._kiosk.may_crash()


class CardPorts:
    """Of one life of a kiosk. A clock, a gateway, a slot and a folder."""

    def __init__(self, kiosk: "Kiosk", disk: CardDisk, steps: Steps) -> None:
        self._kiosk = kiosk
        self._disk = disk
        self._steps = steps
        self._slot = DriverCardSlot(kiosk.cards.slot)
        self._last_step = 0

    # -- time -----------------------------------------------------------------------------------------

    def monotonic_s(self) -> float:
        return self._steps.once("clock", self._kiosk.clock.monotonic_s)

    def wall_s(self) -> float:
        return self._steps.once("wall clock", self._kiosk.clock.wall_s)

    def wait(self, seconds: float) -> None:
        self._steps.wait("pause", lambda: self._kiosk.world.engine.pause(int(seconds * 1000)))

    def new_id(self) -> str:
        return self._steps.once("id", self._new_session)

    def _new_session(self) -> str:
        self._last_step = 0
        return self._kiosk.world.new_session_id()

    # -- the gateway ----------------------------------------------------------------------------------

    def begin_card(self, request: CardSessionRequest) -> CardSessionAnswer:
        told: CardSessionAnswer = self._asked("card_begin", request, self._kiosk.name)
        return told

    def card_answered(self, session_id: str, answered: CardAnswer) -> CardSessionAnswer:
        told: CardSessionAnswer = self._asked("card_answered", session_id, answered, self._kiosk.name)
        return told

    def send(self, load_id: str) -> LoadAnswer:
        told: LoadAnswer = self._asked("load_wish", load_id, "send")
        return told

    def give_back(self, load_id: str) -> LoadAnswer:
        told: LoadAnswer = self._asked("load_wish", load_id, "give_back")
        return told

    def _asked(self, what: Asked, *given: Any) -> Any:
        kiosk = self._kiosk
        answer = self._steps.wait(
            what, lambda: Question(kiosk.world.engine, PATIENCE_MS, kiosk.putting(what, *given))
        )
        if answer is None:
            raise GatewaySlow(what)
        if isinstance(answer, Refused):
            raise GatewayRefused(answer.code, status_of(answer.code))
        return answer

    # -- the card -------------------------------------------------------------------------------------

    def carry_out(self, step_no: int, act: CardAct) -> CardAnswer:
        world = self._kiosk.world
        self._steps.wait("card", lambda: world.engine.pause(world.chance.choice(_STEP_MS)))
        return self._steps.once("step", lambda: self._given(step_no, act))

    def _given(self, step_no: int, act: CardAct) -> CardAnswer:
        kiosk = self._kiosk
        kiosk.may_crash()
        kiosk.world.judge.cards.step_given(kiosk, self._last_step, step_no)
        self._last_step = step_no
        answer = self._slot.carry_out(step_no, act)
        kiosk.may_crash()
        return answer

    # -- the disk -------------------------------------------------------------------------------------

    def put(self, name: str, content: bytes) -> None:
        self._steps.once("put", lambda: self._disk.put(name, content))

    def remove(self, name: str) -> None:
        self._steps.once("remove", lambda: self._disk.remove(name))

    def contents(self) -> Iterable[tuple[str, bytes]]:
        return self._steps.once("contents", lambda: list(self._disk.files.items()))

    def set_aside(self, name: str) -> None:
        raise AssertionError(f"the file of {name} is spoilt")
