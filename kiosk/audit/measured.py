"""What a rule is, what it measures, and what came of it over everything that was looked at. Pure.

A rule yields numbers with the place they were found at; the ledger keeps the worst of each rule. A rule
that measured nothing has not passed.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from msgspec import Struct

Seen = TypeVar("Seen")
"""What a rule looks at: one screen on the glass, one session, one table of words."""


class Measured(Struct, frozen=True):
    """One number; `what` names the word, button or pair of them that it was measured at."""

    value: float
    what: str


class Finding(Struct, frozen=True):
    """How one rule fared; `worst` is None where nothing could be measured. The shape of `--json`."""

    id: str
    worst: float | None
    threshold: float
    passed: bool
    where: str


class Limit(Struct, frozen=True):
    """`id` and `threshold` are the accessibility rules' own; `slack` is what measuring itself may be off."""

    id: str
    says: str
    sense: Literal["at least", "at most"]
    threshold: float
    slack: float = 0.0

    def holds(self, value: float) -> bool:
        if self.sense == "at least":
            return value >= self.threshold - self.slack
        return value <= self.threshold + self.slack

    def is_worse(self, value: float, other: float) -> bool:
        return value < other if self.sense == "at least" else value > other


@dataclass(frozen=True)
class Rule(Generic[Seen]):
    limit: Limit
    measure: Callable[[Seen], Iterable[Measured]]


def rule(
    rule_id: str,
    says: str,
    sense: Literal["at least", "at most"],
    threshold: float,
    measure: Callable[[Seen], Iterable[Measured]],
    slack: float = 0.0,
) -> Rule[Seen]:
    return Rule(Limit(rule_id, says, sense, threshold, slack), measure)


@dataclass
class Tally:
    """All that was measured against one limit; `broken_in` counts what is over it by combination."""

    limit: Limit
    measured: int = 0
    worst: float | None = None
    where: str = "nothing was measured"
    broken: int = 0
    broken_in: Counter[str] = field(default_factory=Counter)
    places: list[str] = field(default_factory=list)

    def add(self, found: Measured, combination: str, screen: str) -> None:
        self.measured += 1
        where = " · ".join(filter(None, (combination, screen, found.what)))
        self._worst_of(found.value, where)
        if not self.limit.holds(found.value):
            self.broken += 1
            self.broken_in[combination] += 1
            self._keep([f"{found.value:.4g} {where}"])

    def take_in(self, other: "Tally") -> None:
        """What somebody else measured against the same limit."""
        self.measured += other.measured
        self.broken += other.broken
        self.broken_in += other.broken_in
        self._keep(other.places)
        if other.worst is not None:
            self._worst_of(other.worst, other.where)

    def finding(self) -> Finding:
        worst = None if self.worst is None else round(self.worst, 5)
        passed = self.measured > 0 and not self.broken
        return Finding(self.limit.id, worst, self.limit.threshold, passed, self.where)

    def _worst_of(self, value: float, where: str) -> None:
        if self.worst is None or self.limit.is_worse(value, self.worst):
            self.worst, self.where = value, where

    def _keep(self, places: list[str]) -> None:
        self.places += places[: max(0, MOST_PLACES - len(self.places))]


MOST_PLACES = 400
"""Of one rule, kept to be read; the count goes on."""


class Ledger:
    """The tallies of all rules, in the order the rules were first met."""

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = {}

    def judge(self, rule: Rule[Seen], seen: Seen, combination: str = "", screen: str = "") -> None:
        for found in rule.measure(seen):
            self.note(rule.limit, found, combination, screen)

    def note(self, limit: Limit, found: Measured, combination: str = "", screen: str = "") -> None:
        """A number that was measured on the way."""
        self.tallies.setdefault(limit.id, Tally(limit)).add(found, combination, screen)

    def met(self, rules: Iterable[Limit]) -> None:
        """These are to be in the report, even where nothing gives them anything to measure."""
        for limit in rules:
            self.tallies.setdefault(limit.id, Tally(limit))

    def take_in(self, other: "Ledger") -> None:
        for name, tally in other.tallies.items():
            self.tallies.setdefault(name, Tally(tally.limit)).take_in(tally)

    def findings(self) -> list[Finding]:
        return [tally.finding() for tally in self.tallies.values()]
