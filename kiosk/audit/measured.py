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


@dataclass(frozen=True)
class Rule(Generic[Seen]):
    """`id` and `threshold` are the accessibility rules' own; `slack` is what measuring itself may be off."""

    id: str
    says: str
    sense: Literal["at least", "at most"]
    threshold: float
    measure: Callable[[Seen], Iterable[Measured]]
    slack: float = 0.0

    def holds(self, value: float) -> bool:
        if self.sense == "at least":
            return value >= self.threshold - self.slack
        return value <= self.threshold + self.slack

    def is_worse(self, value: float, other: float) -> bool:
        return value < other if self.sense == "at least" else value > other


@dataclass
class Tally:
    """All that one rule measured; `broken_in` counts the places it fails at by combination."""

    rule: Rule[object]
    measured: int = 0
    worst: float | None = None
    where: str = "nothing was measured"
    broken: int = 0
    broken_in: Counter[str] = field(default_factory=Counter)
    places: list[str] = field(default_factory=list)

    def add(self, found: Measured, combination: str, screen: str) -> None:
        self.measured += 1
        where = " · ".join(filter(None, (combination, screen, found.what)))
        if self.worst is None or self.rule.is_worse(found.value, self.worst):
            self.worst, self.where = found.value, where
        if not self.rule.holds(found.value):
            self.broken += 1
            self.broken_in[combination] += 1
            if len(self.places) < MOST_PLACES:
                self.places.append(f"{found.value:.4g} {where}")

    def finding(self) -> Finding:
        worst = None if self.worst is None else round(self.worst, 5)
        passed = self.measured > 0 and not self.broken
        return Finding(self.rule.id, worst, self.rule.threshold, passed, self.where)


MOST_PLACES = 200
"""Of one rule, kept to be read; the count goes on."""


class Ledger:
    """The tallies of all rules, in the order the rules were first met."""

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = {}

    def judge(self, rule: Rule[Seen], seen: Seen, combination: str = "", screen: str = "") -> None:
        tally = self.tallies.setdefault(rule.id, Tally(rule))  # type: ignore[arg-type]  # only its limits are used
        for found in rule.measure(seen):
            tally.add(found, combination, screen)

    def findings(self) -> list[Finding]:
        return [tally.finding() for tally in self.tallies.values()]
