"""Reads what can still be read of a journal that cannot be used: entry by entry, past every broken page.

Changes nothing. What it says of a payment is not proven; "whole" it calls only what a proven chain holds.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import get_args

import msgspec

from kiosk.runtime.journal_chain import Chain
from kiosk.runtime.journal_entries import Intent, JournalDamaged, JournalLine, Kind, Note, found_under
from kiosk.runtime.journal_file import connect_sqlite, proven
from kiosk.wire.left_journal import LeftJournal, LeftNote, LeftPayment, Said

_ENTRY = "SELECT payment_id, kind, body, wall_s FROM entry WHERE seq = ?"
_ENDS = ("SELECT seq FROM entry ORDER BY seq LIMIT 1", "SELECT seq FROM entry ORDER BY seq DESC LIMIT 1")
_SEALS = ("SELECT seq FROM seal WHERE name = 'anchor'", "SELECT seq FROM seal WHERE name = 'head'")
"""The entry before the first, and the last that was written: whoever tore entries off left these."""

_KINDS = frozenset(get_args(Kind))


def salvaged(path: Path, key: bytes, kiosk_id: str, moment: str, written: int) -> LeftJournal:
    """`key` is the journal's. `written`: how many entries there were, as the mark beside the file has it; 0
    where nobody knows."""
    lines, sound = _readable(path, Chain(key), written)
    by_payment: dict[str, list[JournalLine]] = {}
    for line in lines:
        by_payment.setdefault(line.payment_id, []).append(line)
    found = [_note(line) for line in lines if line.kind == "note_found"]
    known = {note.note_id: note for note in found if note is not None}
    payments = [_payment(each, entries) for each, entries in by_payment.items() if not _is_note(entries)]
    return LeftJournal(
        kiosk_id,
        moment,
        sound and None not in payments and all(_is_understood(line) for line in lines),
        tuple(each for each in payments if each is not None),
        tuple(LeftNote(note.note_id, note.value_fen) for note in known.values()),
    )


def _readable(path: Path, chain: Chain, written: int) -> tuple[list[JournalLine], bool]:
    """And whether these are all that were written, as they were written."""
    with suppress(sqlite3.Error), closing(connect_sqlite(path)) as database:
        first, last = (_number(database, question) for question in _ENDS)
        anchor, head = (_number(database, question) for question in _SEALS)
        begin = (first or 1) if anchor is None else anchor + 1
        numbers = range(begin, max(last or 0, head or 0, written) + 1)
        lines = [line for seq in numbers for line in _entry(database, seq)]
        return lines, len(lines) == len(numbers) and _is_proven(database, chain)
    return [], False


def _is_proven(database: sqlite3.Connection, chain: Chain) -> bool:
    with suppress(sqlite3.Error, JournalDamaged):
        proven(database, chain)
        return True
    return False


def _number(database: sqlite3.Connection, question: str) -> int | None:
    with suppress(sqlite3.Error):
        row = database.execute(question).fetchone()
        return int(row[0]) if row else None
    return None


def _entry(database: sqlite3.Connection, seq: int) -> Iterator[JournalLine]:
    with suppress(sqlite3.Error, msgspec.ValidationError):
        row = database.execute(_ENTRY, (seq,)).fetchone()
        if row is not None:
            fields = dict(zip(JournalLine.__struct_fields__, row, strict=True))
            yield msgspec.convert(fields, JournalLine)


def _is_understood(line: JournalLine) -> bool:
    """A later program may have kinds that this one does not know, and money may be in them."""
    if line.kind == "intent":
        return any(True for _ in _intent(line))
    return line.kind in _KINDS and (not line.kind.startswith("note_") or _note(line) is not None)


def _is_note(entries: Sequence[JournalLine]) -> bool:
    """Whether it stands for a note that belongs to no payment."""
    notes = (_note(line) for line in entries)
    return any(
        note is not None and line.payment_id == found_under(note)
        for line, note in zip(entries, notes, strict=True)
    )


def _payment(payment_id: str, entries: Sequence[JournalLine]) -> LeftPayment | None:
    """None for an id that is none: then the entry itself is broken."""
    intent = next((found for line in entries for found in _intent(line)), None)
    notes = {
        note.note_id: note
        for line in entries
        if line.kind == "note_stacked"
        for note in [_note(line)]
        if note
    }
    left = LeftPayment(
        payment_id,
        closed=any(line.kind == "closed" for line in entries),
        said=next((_said(line.body) for line in reversed(entries) if line.kind == "result"), "nothing"),
        method=intent.method if intent else None,
        amount_fen=intent.amount_fen if intent else None,
        notes=tuple(LeftNote(note.note_id, note.value_fen) for note in notes.values()),
    )
    try:
        return msgspec.convert(msgspec.to_builtins(left), LeftPayment)
    except msgspec.ValidationError:
        return None


def _intent(line: JournalLine) -> Iterator[Intent]:
    if line.kind == "intent":
        with suppress(msgspec.DecodeError, TypeError):
            fields = msgspec.json.decode(line.body, type=dict[str, object])
            yield msgspec.convert(fields | {"payment_id": line.payment_id}, Intent)


def _note(line: JournalLine) -> Note | None:
    if line.kind.startswith("note_"):
        with suppress(msgspec.DecodeError):
            return msgspec.json.decode(line.body, type=Note)
    return None


def _said(result: str) -> Said:
    word = result.partition(" ")[0]
    said: Said = msgspec.convert(word, Said) if word in get_args(Said) else "pending"
    return said
