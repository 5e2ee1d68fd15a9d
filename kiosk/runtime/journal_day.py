"""A day of the machine's own, out of its journal: what was paid by which method, and the notes in the box.

A payment belongs to the day on which its attempt was written down, a found note to that of its own entry.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from kiosk.payment.day import Day
from kiosk.payment.day_totals import DayTotals, MethodTotals, NoteTotals, Tally, summed
from kiosk.payment.methods import METHODS, Method
from kiosk.runtime.journal_entries import Intent, JournalLine, Note

NEAR_MIDNIGHT_MS = 30 * 60 * 1000
"""How far from midnight an attempt is told by itself. Charging takes seconds; notes are put in for at most
fifteen minutes, and clocks differ by less than the gateway's two."""

_TAKEN = frozenset({"settled", "part_settled"})
_UNCLAIMED = "pending cash_unclaimed"
"""The one result that ends an attempt without a payment and with notes: people settle those."""


class DayPayment(Struct, frozen=True):
    """`fen`: what was taken, or was to be; of cash what is inside, of a recharge card all that it is worth.
    `notes` are stacked ones."""

    payment_id: str
    method: Method
    at_ms: int
    outcome: str
    fen: int
    notes: tuple[Note, ...] = ()


class MachineDay(Struct, frozen=True):
    """`near_midnight`: what settled close to either midnight, on whichever side. `whole`: nothing that
    belongs to the day has been removed from the journal."""

    totals: DayTotals
    near_midnight: tuple[DayPayment, ...] = ()
    whole: bool = True


def machine_day(lines: Iterable[JournalLine], day: Day, whole_since_wall_s: float = 0.0) -> MachineDay:
    """`lines`: every entry of what began in the day or within NEAR_MIDNIGHT_MS of it; others are ignored."""
    kept = list(lines)
    payments = _payments(kept)
    ours = [payment for payment in payments if day.holds(payment.at_ms)]
    found = Counter(note.value_fen for at_ms, note in _found(kept) if day.holds(at_ms))
    near = tuple(each for each in payments if each.outcome == "settled" and _is_near(day, each.at_ms))
    totals = DayTotals(tuple(_method(ours, method) for method in METHODS), _notes(ours, found))
    return MachineDay(totals, near, whole_since_wall_s * 1000 <= day.from_ms)


def _payments(lines: list[JournalLine]) -> list[DayPayment]:
    """In the order of their attempts."""
    intents = {line.payment_id: line for line in lines if line.kind == "intent"}
    results = {line.payment_id: line.body for line in lines if line.kind == "result"}
    closed = {line.payment_id for line in lines if line.kind == "closed"}
    stacked: dict[str, dict[str, Note]] = {}
    for line in lines:
        if line.kind == "note_stacked" and line.payment_id in intents:
            note = _note(line)
            stacked.setdefault(line.payment_id, {})[note.note_id] = note
    return [
        _payment(
            line,
            results.get(payment_id, "") if payment_id in closed else "",
            tuple(stacked.get(payment_id, {}).values()),
        )
        for payment_id, line in intents.items()
    ]


def _payment(line: JournalLine, result: str, notes: tuple[Note, ...]) -> DayPayment:
    intent = Intent(line.payment_id, **msgspec.json.decode(line.body))
    outcome = _outcome(result)
    inside_fen = sum(note.value_fen for note in notes)
    by_notes = intent.method == "cash" and outcome != "not_charged"
    fen = inside_fen if by_notes else intent.face_fen or intent.amount_fen
    return DayPayment(line.payment_id, intent.method, _ms(line), outcome, fen, notes)


def _outcome(result: str) -> str:
    """What an attempt that is closed came to; one that is not, or whose end says nothing, is open."""
    kind = result.partition(" ")[0]
    if kind in _TAKEN:
        return "settled"
    return "not_charged" if kind == "not_charged" or result == _UNCLAIMED else "open"


def _found(lines: list[JournalLine]) -> list[tuple[int, Note]]:
    """Each note once, when it was found first."""
    first: dict[str, tuple[int, Note]] = {}
    for line in lines:
        if line.kind == "note_found":
            note = _note(line)
            first.setdefault(note.note_id, (_ms(line), note))
    return list(first.values())


def _is_near(day: Day, at_ms: int) -> bool:
    return min(abs(at_ms - day.from_ms), abs(at_ms - day.to_ms)) <= NEAR_MIDNIGHT_MS


def _method(payments: list[DayPayment], method: Method) -> MethodTotals:
    def tally(outcome: str) -> Tally:
        mine = (each for each in payments if (each.method, each.outcome) == (method, outcome))
        return summed(Tally(1, each.fen) for each in mine)

    return MethodTotals(method, tally("settled"), tally("not_charged"), tally("open"))


def _notes(payments: list[DayPayment], found: Mapping[int, int]) -> tuple[NoteTotals, ...]:
    """A note of an attempt that ended without a payment is one that nobody's payment counts."""
    counted: dict[str, Counter[int]] = {
        "settled": Counter(),
        "not_charged": Counter(found),
        "open": Counter(),
    }
    for payment in payments:
        counted[payment.outcome].update(note.value_fen for note in payment.notes)
    values = sorted({value for each in counted.values() for value in each})
    return tuple(
        NoteTotals(value, counted["settled"][value], counted["not_charged"][value], counted["open"][value])
        for value in values
    )


def _note(line: JournalLine) -> Note:
    return msgspec.json.decode(line.body, type=Note)


def _ms(line: JournalLine) -> int:
    return round(line.wall_s * 1000)
