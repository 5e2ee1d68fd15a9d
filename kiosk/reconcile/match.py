"""One book against ours for one day. Pure: reading books and keeping what is carried over is done elsewhere.

A movement near midnight may stand in the neighbouring day's file; it is carried to that day's run, and is a
difference only when that file does not have it either.
"""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from kiosk.reconcile.day import Day
from kiosk.reconcile.records import (
    Difference,
    DifferenceKind,
    Key,
    Movement,
    Source,
    SourceResult,
)

Elsewhere = Callable[[Key], Movement | None]
"""Our movement under a key whenever it was, or None: asked only for what is not found in the day."""


class Carried(msgspec.Struct, frozen=True):
    """From one day's run to the next. `awaited` are ours of the old day's last minutes, not in its file;
    `early` ours of later days, above all their first minutes, which were in it already. `absent` are postings
    of legs that are held, which it is without."""

    awaited: tuple[Movement, ...] = ()
    early: tuple[Movement, ...] = ()
    absent: tuple[Movement, ...] = ()


class Compared(msgspec.Struct, frozen=True):
    result: SourceResult
    carried: Carried


NOTHING_CARRIED = Carried()


def compare(
    source: Source,
    day: Day,
    ours: Mapping[Key, Movement],
    theirs: Iterable[Movement],
    elsewhere: Elsewhere,
    carried: Carried = NOTHING_CARRIED,
) -> Compared:
    """`ours` holds the ledger's movements of the day and of the edges on both its sides.

    A file is read once, in any order; raises whatever reading it raises.
    """
    comparison = _Comparison(source, day, ours, elsewhere, carried)
    for movement in theirs:
        comparison.theirs(movement)
    return comparison.end()


class _Comparison:
    def __init__(
        self, source: Source, day: Day, ours: Mapping[Key, Movement], elsewhere: Elsewhere, carried: Carried
    ) -> None:
        self._source = source
        self._day = day
        self._ours = ours
        self._elsewhere = elsewhere
        self._awaited = {movement.key: movement for movement in carried.awaited}
        self._seen: set[Key] = set()
        self._early: list[Movement] = []
        self._told_before = {movement.key for movement in carried.early}
        self._differences: list[Difference] = []
        self._matched = 0
        self._matched_fen = 0
        self._at_the_edge = 0

    def theirs(self, movement: Movement) -> None:
        key = movement.key
        if key in self._seen:
            self._differ("told_twice", None, movement)
            return
        self._seen.add(key)
        ours = self._awaited.get(key) or self._ours.get(key) or self._elsewhere(key)
        if ours is None:
            self._differ("biller_only" if self._is_biller else "provider_only", None, movement)
        elif ours.fen != movement.fen:
            self._differ("amount_differs", ours, movement)
        else:
            self._match(ours)

    def _match(self, ours: Movement) -> None:
        self._matched += 1
        self._matched_fen += ours.fen
        if not self._day.holds(ours.at_ms):
            self._at_the_edge += 1
            if ours.at_ms >= self._day.to_ms:
                self._early.append(ours)

    def end(self) -> Compared:
        missing = [
            ours
            for key, ours in self._ours.items()
            if key not in self._seen and self._day.holds(ours.at_ms) and key not in self._told_before
        ]
        awaited = [ours for ours in missing if self._day.near_its_end(ours.at_ms)]
        lost = [ours for ours in missing if not self._day.near_its_end(ours.at_ms)]
        lost += [ours for key, ours in self._awaited.items() if key not in self._seen]
        for ours in lost:
            self._differ("ours_not_biller" if self._is_biller else "ours_only", ours, None)
        result = SourceResult(
            source=self._source,
            matched=self._matched,
            matched_fen=self._matched_fen,
            at_the_edge=self._at_the_edge + len(awaited),
            differences=tuple(self._differences),
        )
        return Compared(result, Carried(tuple(awaited), tuple(self._early)))

    @property
    def _is_biller(self) -> bool:
        return self._source.startswith("biller:")

    def _differ(self, kind: DifferenceKind, ours: Movement | None, theirs: Movement | None) -> None:
        known = ours or theirs
        assert known is not None, "a difference is about something"
        self._differences.append(
            Difference(
                kind=kind,
                source=self._source,
                movement=known.key.kind,
                number=known.key.number,
                ours_fen=ours.fen if ours else None,
                theirs_fen=theirs.fen if theirs else None,
                at_ms=known.at_ms,
            )
        )
