"""A kiosk that writes a meter card, the demonstration's companies behind it, and a fuse to kill the kiosk."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random

from kiosk.backend.errors import GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardOrder, CardRead
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.steady_time import SteadyTime
from kiosk.runtime.card_load import CardLoads
from kiosk.runtime.card_outbox import CardOutbox, FilesInFolder, OwedSession
from kiosk.runtime.clock import FakeClock
from kiosk.wire.loads import CardAct, CardAnswer, CardEnd, CardSessionAnswer, CardSessionRequest, CardStep
from tests.gateway.card_sessions import CardTable, card_of, done, facts_of, told
from tests.gateway.place import Place

KEY = bytes(range(32))


class Killed(BaseException):
    """The kiosk's process ends here."""


class Fuse:
    """Burns through at its nth passing; never, at 0."""

    def __init__(self, burns_at: int = 0) -> None:
        self.passed = 0
        self._burns_at = burns_at

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self._burns_at:
            raise Killed


class FusedOutbox(CardOutbox):
    def __init__(self, folder: Path, fuse: Fuse) -> None:
        super().__init__(FilesInFolder(folder), KEY)
        self._fuse = fuse
        self.full = False

    def put(self, owed: OwedSession) -> None:
        self._fuse()
        if self.full:
            raise OSError(28, "No space left on device")
        super().put(owed)
        self._fuse()

    def remove(self, session_id: str) -> None:
        self._fuse()
        super().remove(session_id)
        self._fuse()


class Sessions:
    """The gateway's part: sessions that may be begun and answered again. It outlives kiosks."""

    def __init__(self, table: CardTable, kind: str, order: CardOrder) -> None:
        self._company = table.company(kind)
        self._order = order
        self._known: dict[str, tuple[bytes, int]] = {}
        self.ends: dict[str, CardEnd] = {}

    def begin(self, request: CardSessionRequest) -> CardSessionAnswer:
        if request.session_id not in self._known:
            if request.kind == "write" and request.load_id != self._order.load_ref:
                raise GatewayRefused("load_unknown", 404)
            order = self._order if request.kind == "write" else None
            state, _ = self._company.begin(request.kind, request.facts, order)
            self._known[request.session_id] = (state, 1)
        return self._standing(request.session_id)

    def answered(self, session_id: str, answer: CardAnswer) -> CardSessionAnswer:
        if session_id not in self._known:
            raise GatewayRefused("session_unknown", 404)
        state, next_no = self._known[session_id]
        if session_id not in self.ends and answer.step_no == next_no:
            state, _ = self._company.go_on(state, answer)
            self._known[session_id] = (state, next_no + 1)
        return self._standing(session_id)

    def _standing(self, session_id: str) -> CardSessionAnswer:
        turn = self._company.turn(self._known[session_id][0])
        if isinstance(turn, CardStep):
            return CardSessionAnswer(session_id, step=turn)
        end = CardEnd("read") if isinstance(turn, CardRead) else CardEnd(turn.result, turn.reason)
        if isinstance(turn, CardDone) and turn.result == "written":
            self._company.written(self._order.load_ref)
        return CardSessionAnswer(session_id, end=self.ends.setdefault(session_id, end))


class Line:
    """To the gateway. `down`, `deaf`, `stale` and `elsewhere` so many times: not reached; reached, and the
    answer lost; an answer from before, and the request lost; somebody else answers, who knows of nothing."""

    def __init__(self, sessions: Sessions, fuse: Fuse) -> None:
        self._sessions = sessions
        self._fuse = fuse
        self.down = self.deaf = self.stale = self.elsewhere = 0
        self._before: CardSessionAnswer | None = None

    def begin_card(self, request: CardSessionRequest) -> CardSessionAnswer:
        return self._call(lambda: self._sessions.begin(request))

    def card_answered(self, session_id: str, answered: CardAnswer) -> CardSessionAnswer:
        return self._call(lambda: self._sessions.answered(session_id, answered))

    def _call(self, say: Callable[[], CardSessionAnswer]) -> CardSessionAnswer:
        self._fuse()
        if self.down:
            self.down -= 1
            raise GatewayUnreachable("card")
        if self.stale and self._before is not None:
            self.stale -= 1
            return self._before
        if self.elsewhere:
            self.elsewhere -= 1
            raise GatewayRefused("not_found", 404)
        answer = self._before = say()
        if self.deaf:
            self.deaf -= 1
            raise GatewaySlow("card")
        self._fuse()
        return answer


class Slot:
    """`given` are the steps the card was given, by number. `empty`: it is not there."""

    def __init__(self, world: "CardWorld", fuse: Fuse, *, empty: bool) -> None:
        self._world = world
        self._fuse = fuse
        self.empty = empty
        self.given: list[int] = []

    def carry_out(self, step_no: int, act: CardAct) -> CardAnswer:
        self._fuse()
        if self.empty:
            return CardAnswer(step_no, gone=True)
        self.given.append(step_no)
        answer = told(step_no, done(self._world.card, act))
        self._fuse()
        return answer


class Kiosk:
    """One life of the kiosk's process."""

    def __init__(self, world: "CardWorld", burns_at: int = 0, *, empty: bool = False) -> None:
        self.fuse = Fuse(burns_at)
        self.line = Line(world.sessions, self.fuse)
        self.slot = Slot(world, self.fuse, empty=empty)
        self.outbox = FusedOutbox(world.folder, self.fuse)
        self.loads = CardLoads(
            self.line, self.slot, self.outbox, world.clock, world.clock.advance, world.new_id
        )


class CardWorld:
    def __init__(self, folder: Path, kind: str) -> None:
        self.clock = FakeClock()
        self._database = open_database(Place.file(folder).url, Random(1))
        self._ids = count(1)
        table = CardTable(self._database, SteadyTime(self.clock, 0))
        self.folder = folder / "cards"
        self.card = card_of(kind)
        self.facts = facts_of(self.card)
        self.order = table.sell(self.card, kind)
        self.sessions = Sessions(table, kind, self.order)

    def new_id(self) -> str:
        return f"00000000-0000-4000-8000-{next(self._ids):012d}"

    def write(self, kiosk: Kiosk) -> CardEnd | None:
        return kiosk.loads.write(self.order.load_ref, self.facts)

    def restarted(self) -> Kiosk:
        """A new process, the card given back."""
        self.card.cold_reset()
        self.card.memory_reset()
        return Kiosk(self, empty=True)

    def settled(self, kiosk: Kiosk) -> tuple[tuple[str, CardEnd], ...]:
        self.clock.advance(100.0)
        return kiosk.loads.settle()

    def close(self) -> None:
        self._database.close()
