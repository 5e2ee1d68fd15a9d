"""What a day's reconciliation came to, for people and as JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import msgspec

from kiosk.reconcile.day import told_moment
from kiosk.reconcile.day_end import DayResult
from kiosk.reconcile.held_legs import Became, HeldResult
from kiosk.reconcile.records import Difference, SourceResult, Undone
from kiosk.reconcile.sheet_report import sheet_lines
from kiosk.reconcile.sums import yuan_of

MOST_LISTED = 50
_BECAME: Mapping[Became, str] = {"posted": "posted", "not_posted": "not posted", "waits": "still waiting"}


def as_json(result: DayResult) -> str:
    """One object, with every difference."""
    told = {
        "agrees": result.agrees,
        "differences": sum(len(each.differences) for each in result.results),
        "held_legs": {word: sum(each.became == word for each in result.held) for word in get_args(Became)},
    }
    return msgspec.json.encode(msgspec.to_builtins(result) | told).decode()


def as_text(result: DayResult) -> str:
    lines = [
        f"Reconciliation of {result.day}",
        f"  {'source':24}{'agree':>10}{'yuan':>16}{'at midnight':>13}{'differ':>8}",
        *map(_source_line, result.results),
        *map(_undone_line, result.undone),
        *(line for each in result.results for line in _difference_lines(each)),
        *_held_lines(result.held),
        *(["Kiosks"] if result.kiosks else []),
        *(line for sheet in result.kiosks for line in sheet_lines(sheet)),
        f"New cases: {result.cases_opened}",
    ]
    return "\n".join(lines)


def _source_line(result: SourceResult) -> str:
    return (
        f"  {result.source:24}{result.matched:>10,}{yuan_of(result.matched_fen):>16}"
        f"{result.at_the_edge:>13,}{len(result.differences):>8,}"
    )


def _undone_line(undone: Undone) -> str:
    ours = f"{undone.movements:,} movements, {yuan_of(undone.fen)} yuan"
    return f"  {undone.source:24}not compared: {undone.why} (ours: {ours})"


def _held_lines(held: Sequence[HeldResult]) -> Iterator[str]:
    """Of postings whose biller could not say what became of them; none of such is the rule."""
    if held:
        became = Counter(each.became for each in held)
        told = ", ".join(f"{became[word]:,} {_BECAME[word]}" for word in get_args(Became))
        yield f"Held until the biller's file: {told}"
    for each in held[:MOST_LISTED]:
        why = f": {each.why}" if each.why else ""
        yield f"  {_BECAME[each.became]:16}{each.source:24}{each.posting_ref:46}{yuan_of(each.fen):>10}{why}"
    if len(held) > MOST_LISTED:
        yield f"  and {len(held) - MOST_LISTED:,} more; --json tells all"


def _difference_lines(result: SourceResult) -> Iterator[str]:
    for difference in result.differences[:MOST_LISTED]:
        yield _difference_line(difference)
    left = len(result.differences) - MOST_LISTED
    if left > 0:
        yield f"  and {left:,} more of {result.source}; --json tells all"


def _difference_line(difference: Difference) -> str:
    ours, theirs = (
        "-" if fen is None else yuan_of(fen) for fen in (difference.ours_fen, difference.theirs_fen)
    )
    return (
        f"  {difference.kind:16}{difference.source:24}{difference.movement:8}{difference.number:38}"
        f"ours {ours:>10}  theirs {theirs:>10}  {told_moment(difference.at_ms)}"
    )
