"""The terminal's and the acceptor's own books beside the gateway's: every note, every card sale.

A note is known by its value alone, for a unit that was killed forgets the number it had. One that nobody saw
credited stands at the gateway as a case without a value, once for each.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import astuple

from drivers.terminal.frames import Approved, Declined, TerminalMessage
from kiosk.payment.legs import LegState, total_fen
from kiosk.payment.saga_state import Payment


class NoteBook(Struct):
    """Of `stacked` notes: `of_payments`, `found` with a case, and of these `unvalued`. `wrong` in words."""

    stacked: int = 0
    stacked_fen: int = 0
    of_payments: int = 0
    found: int = 0
    unvalued: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: "NoteBook") -> "NoteBook":
        return NoteBook(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


class CardBook(Struct):
    """What terminals remember, by their word; of the approved, what became of them."""

    results: Counter[str] = field(default_factory=Counter)
    settled: int = 0
    reversed: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: "CardBook") -> "CardBook":
        return CardBook(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def note_book(
    database: sqlite3.Connection,
    kiosk_id: str,
    stacked_fen: Iterable[int],
    figures_fen: Iterable[int],
    told: Iterable[list[object]],
) -> NoteBook:
    """`figures_fen`: the kiosk's own figures of its box. `told`: notes that residents saw counted."""
    stacked = Counter(stacked_fen)
    rows = database.execute(
        "SELECT value_fen, payment_id, case_number, number FROM cash_note"
        " LEFT JOIN money_case ON number = case_number WHERE kiosk_id = ?",
        (kiosk_id,),
    ).fetchall()
    wrong = [f"{kiosk_id}: {words}" for words in _unlike(stacked, Counter(row[0] for row in rows), "rows")]
    wrong += [f"{kiosk_id}: {words}" for words in _unlike(stacked, Counter(figures_fen), "figures")]
    wrong += [f"{kiosk_id}: a note without its case {row[2]}" for row in rows if row[2] and not row[3]]
    seen = Counter((payment_id, value_fen) for _, payment_id, value_fen in told)
    kept = Counter((row[1], row[0]) for row in rows)
    wrong += [f"{kiosk_id}: told as counted and not on record: {note}" for note in (seen - kept).elements()]
    [in_ledger_fen] = database.execute(
        "SELECT coalesce(sum(fen), 0) FROM ledger_line WHERE account = ?", (f"cash:kiosk:{kiosk_id}",)
    ).fetchone()
    on_record_fen = sum(row[0] for row in rows)
    if in_ledger_fen != on_record_fen:
        wrong.append(f"{kiosk_id}: {in_ledger_fen} fen in the ledger, {on_record_fen} fen on record")
    return NoteBook(
        stacked=stacked.total(),
        stacked_fen=sum(stacked.elements()),
        of_payments=sum(row[2] is None for row in rows),
        found=sum(row[2] is not None for row in rows),
        unvalued=sum(row[0] == 0 for row in rows),
        wrong=tuple(wrong),
    )


def _unlike(stacked: Counter[int], known: Counter[int], where: str) -> list[str]:
    """Each note in the box is known by its value, or as one of those whose value nobody knows."""
    valued = Counter({fen: count for fen, count in known.items() if fen})
    words = [f"{fen} fen in the {where} and in no box" for fen in (valued - stacked).elements()]
    unknown = stacked - valued
    if unknown.total() > known[0]:
        words.append(f"in the box and not in the {where}: {sorted(unknown.elements())}, {known[0]} unvalued")
    return words


def card_book(
    database: sqlite3.Connection, results: Mapping[str, TerminalMessage], payments: Mapping[str, Payment]
) -> CardBook:
    """Of each sale: what the acquirer keeps is what the billers hold, and nothing of a declined one."""
    book = CardBook()
    for reference, result in results.items():
        book.results[type(result).__name__.lower()] += 1
        payment, kept_fen = payments.get(reference), _kept_fen(database, reference)
        posted_fen = total_fen(payment.legs, LegState.POSTED) if payment else 0
        if kept_fen != posted_fen:
            words = f"{reference}: the acquirer keeps {kept_fen} fen, the billers hold {posted_fen}"
            book.wrong += (words,)
        if isinstance(result, Declined) and kept_fen:
            book.wrong += (f"{reference}: declined at the terminal, and {kept_fen} fen are kept",)
        if isinstance(result, Approved):
            book.settled += posted_fen > 0
            book.reversed += posted_fen == 0
    return book


def _kept_fen(database: sqlite3.Connection, reference: str) -> int:
    [fen] = database.execute(
        "SELECT coalesce(sum(amount_fen), 0) - (SELECT coalesce(sum(amount_fen), 0) FROM simulated_refund"
        " WHERE order_no = :of) FROM simulated_charge WHERE order_no = :of"
        " AND paid_ms IS NOT NULL AND closed_ms IS NULL AND declined IS NULL",
        {"of": reference.replace("-", "")},
    ).fetchone()
    return int(fen)
