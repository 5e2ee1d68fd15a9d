"""What the audit says: one line a rule while people read, one object for programs."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from kiosk.audit.by_hand import ELSEWHERE, HANDS
from kiosk.audit.measured import Finding, Ledger, Tally


class Report(Struct, frozen=True):
    """The whole of `--json`; `combinations` counts screens, each in every way it was shown."""

    combinations: int
    rules: list[Finding]

    @property
    def passed(self) -> bool:
        return all(finding.passed for finding in self.rules)


def report_of(ledger: Ledger, combinations: int) -> Report:
    return Report(combinations, sorted(ledger.findings(), key=_order))


def as_json(report: Report) -> str:
    return msgspec.json.format(msgspec.json.encode(report)).decode()


def _order(finding: Finding) -> tuple[str, int]:
    family, _, number = finding.id.partition("-")
    return family, int(number)


def lines(ledger: Ledger, report: Report, most_places: int) -> Iterator[str]:
    """For people. Under a rule that failed: where, most often first, and some of the places."""
    for finding in report.rules:
        yield _line(finding, ledger.tallies[finding.id])
        if not finding.passed:
            yield from _places(ledger.tallies[finding.id], most_places)
    for title, rules in (("not measured here", HANDS), ("proven by tests of their own", ELSEWHERE)):
        yield f"{title}:"
        yield from (f"  {rule:<7} {reason}" for rule, reason in rules.items())
    failed = sum(not finding.passed for finding in report.rules)
    yield f"{report.combinations} screens looked at, {len(report.rules)} rules, {failed} failed"


def _line(finding: Finding, tally: Tally) -> str:
    limit = tally.limit
    worst = "nothing" if finding.worst is None else f"{finding.worst:g}"
    state = "ok    " if finding.passed else "FAILED"
    said = f"{state} {finding.id:<7} {worst:>8} ({limit.sense} {limit.threshold:g})  {limit.says}"
    return f"{said}; {tally.measured} measured, {tally.broken} over it"


def _places(tally: Tally, most: int) -> Iterator[str]:
    for combination, count in tally.broken_in.most_common(most):
        yield f"       {count:>5} in {combination or 'every combination'}"
    for place in tally.places[:most]:
        yield f"         {place}"
