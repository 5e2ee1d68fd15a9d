"""What was paid on a machine on one day, by method, as one side's books have it. Pure values.

The machine and the gateway each make one; `kiosk.payment.day_sheet` holds them side by side.
"""

from collections.abc import Iterable
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from kiosk.payment.methods import METHODS, Method

FIRST_METHODS = 3
"""The methods of METHODS that were there from the beginning."""

Count: TypeAlias = Annotated[int, Meta(ge=0, le=100_000)]
Fen: TypeAlias = Annotated[int, Meta(ge=0, le=1_000_000_000_000)]


class Tally(Struct, frozen=True, forbid_unknown_fields=True):
    """So many payments of so much in all."""

    count: Count = 0
    fen: Fen = 0

    def plus(self, other: "Tally") -> "Tally":
        return Tally(self.count + other.count, self.fen + other.fen)


NOTHING = Tally()


class MethodTotals(Struct, frozen=True, forbid_unknown_fields=True):
    """`settled` is what was taken and kept, parts that went back included. `not_charged` is what was wanted.
    `open`: taken or not, nobody knows yet. `given_back`: known to the gateway alone, also of what is settled.
    """

    method: Method
    settled: Tally = NOTHING
    not_charged: Tally = NOTHING
    open: Tally = NOTHING
    given_back: Tally = NOTHING


class NoteTotals(Struct, frozen=True, forbid_unknown_fields=True):
    """Notes of one value that went into the box: of payments, without a payment, of open payments.
    `value_fen` 0: nobody knows their value."""

    value_fen: Annotated[int, Meta(ge=0, le=100_000)]
    paid: Count = 0
    found: Count = 0
    open: Count = 0

    @property
    def all(self) -> int:
        return self.paid + self.found + self.open


class DayTotals(Struct, frozen=True, forbid_unknown_fields=True):
    """Every method once, in the order of METHODS; the values of notes rising, each once. What was told when
    there were fewer methods lacks the newer ones."""

    methods: Annotated[tuple[MethodTotals, ...], Meta(min_length=FIRST_METHODS, max_length=len(METHODS))]
    notes: Annotated[tuple[NoteTotals, ...], Meta(max_length=16)] = ()

    def of(self, method: Method) -> MethodTotals:
        return next((each for each in self.methods if each.method == method), MethodTotals(method))

    @property
    def in_order(self) -> bool:
        """Whether it keeps what its description promises."""
        values = [each.value_fen for each in self.notes]
        methods = tuple(each.method for each in self.methods)
        return methods == METHODS[: len(methods)] and values == sorted(set(values))

    @property
    def settled(self) -> Tally:
        return summed(each.settled for each in self.methods)

    @property
    def is_open(self) -> bool:
        return any(each.open.count for each in self.methods)


NO_TOTALS = DayTotals(tuple(MethodTotals(method) for method in METHODS))


def summed(tallies: Iterable[Tally]) -> Tally:
    whole = NOTHING
    for tally in tallies:
        whole = whole.plus(tally)
    return whole
