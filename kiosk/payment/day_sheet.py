"""The day sheet: what the machine and the gateway have of one day, side by side, and what that means. Pure.

A payment that each side counts to another day, because its two moments lie on either side of midnight, is
told apart and is no difference.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.payment.day_totals import NOTHING, DayTotals, MethodTotals, Tally, summed
from kiosk.payment.methods import METHODS, Method

Verdict: TypeAlias = Literal["agrees", "midnight", "open", "differs"]
"""midnight: it agrees once the payments around midnight are counted to one day. open: what is not yet decided
is enough to explain it. differs: it must be looked into."""

_GRAVITY: tuple[Verdict, ...] = ("agrees", "midnight", "open", "differs")


class Straddling(Struct, frozen=True):
    """A settled payment that the two sides count to different days; `by` is who counts it to this one."""

    method: Method
    fen: int
    by: Literal["machine", "gateway"]


class SheetLine(Struct, frozen=True, forbid_unknown_fields=True):
    """One method. `machine_midnight` is counted to this day by the machine alone, `gateway_midnight` by the
    gateway alone; both are in their side's `settled`."""

    method: Method
    machine: MethodTotals
    gateway: MethodTotals
    machine_midnight: Tally = NOTHING
    gateway_midnight: Tally = NOTHING

    @property
    def differs_by(self) -> tuple[int, int]:
        """Payments and fen that the machine has more than the gateway, those around midnight left out."""
        ours, theirs = self.machine.settled, self.gateway.settled
        apart, elsewhere = self.machine_midnight, self.gateway_midnight
        return (
            (ours.count - apart.count) - (theirs.count - elsewhere.count),
            (ours.fen - apart.fen) - (theirs.fen - elsewhere.fen),
        )

    @property
    def verdict(self) -> Verdict:
        count, fen = self.differs_by
        undecided = self.machine.open.plus(self.gateway.open)
        if (count, fen) != (0, 0):
            explained = abs(count) <= undecided.count and abs(fen) <= undecided.fen
            return "open" if explained else "differs"
        if self.machine_midnight.count or self.gateway_midnight.count:
            return "midnight"
        return "open" if undecided.count else "agrees"


class DaySheet(Struct, frozen=True, forbid_unknown_fields=True):
    """`lines` in the order of METHODS."""

    machine: DayTotals
    gateway: DayTotals
    lines: tuple[SheetLine, ...]

    @property
    def verdict(self) -> Verdict:
        """The gravest of its lines'."""
        return max((line.verdict for line in self.lines), key=_GRAVITY.index)


def side_by_side(machine: DayTotals, gateway: DayTotals, straddling: Sequence[Straddling] = ()) -> DaySheet:
    """`straddling`: each payment around midnight once."""
    lines = tuple(
        SheetLine(
            method,
            machine.of(method),
            gateway.of(method),
            machine_midnight=_tally(straddling, method, "machine"),
            gateway_midnight=_tally(straddling, method, "gateway"),
        )
        for method in METHODS
    )
    return DaySheet(machine, gateway, lines)


def _tally(straddling: Iterable[Straddling], method: Method, by: str) -> Tally:
    return summed(Tally(1, each.fen) for each in straddling if (each.method, each.by) == (method, by))
