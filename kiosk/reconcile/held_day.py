"""What one file of a day does to the legs its biller holds: proven ends are stored, the rest waits on record.

Only for a file that was read to its end and is whole.
"""

from collections.abc import Sequence

import msgspec

from kiosk.gateway.payments.sql_payment_store import SqlPaymentStore
from kiosk.gateway.sql.database import Database
from kiosk.gateway.tokens import Tokens
from kiosk.reconcile import ledger_book, result_store
from kiosk.reconcile.day import Day
from kiosk.reconcile.held_legs import HeldLeg, HeldResult, Told, end, judged
from kiosk.reconcile.match import Compared
from kiosk.reconcile.records import Source


def settle(
    database: Database,
    codes: Tokens,
    day: Day,
    source: Source,
    held: Sequence[HeldLeg],
    told: Told,
    compared: Compared,
    now_ms: int,
) -> tuple[Compared, tuple[HeldResult, ...]]:
    """`held` are this source's; what is carried to other days' runs is completed by what became of them."""
    if not held:
        return compared, ()
    over = now_ms >= day.to_ms
    absent = _absent_here(held, told, compared) if over else ()
    with database.reading() as connection:
        known = result_store.absent_days(connection, source)
    store = SqlPaymentStore(database, codes)
    ended_ms = max(now_ms, store.latest_ms())
    results = []
    for each in held:
        days = known.get(each.posting_ref, set()) - {day.date}
        days |= {day.date} if each in absent else set()
        result = judged(each, day, told.fen, days, over=over)
        if result.became != "waits":
            end(store, each, ended_ms, posted=result.became == "posted")
        results.append(result)
    return _carrying(database, day, source, held, compared, absent), tuple(results)


def _absent_here(held: Sequence[HeldLeg], told: Told, compared: Compared) -> Sequence[HeldLeg]:
    missing = any(each.kind == "ours_not_biller" for each in compared.result.differences)
    if not told.silence_proves(ours_missing=missing or bool(compared.carried.awaited)):
        return ()
    return [each for each in held if each.expected.key not in told.fen]


def _carrying(
    database: Database,
    day: Day,
    source: Source,
    held: Sequence[HeldLeg],
    compared: Compared,
    absent: Sequence[HeldLeg],
) -> Compared:
    """Our ledger has the posting at the moment of its proof, and that day's file will be without it."""
    keys = [each.expected.key for each in held]
    with database.reading() as connection:
        found = [ledger_book.movement(connection, source, key) for key in keys]
    early = [each for each in compared.carried.early if each.key not in keys]
    early += [each for each in found if each is not None and each.at_ms >= day.to_ms]
    carried = msgspec.structs.replace(
        compared.carried, early=tuple(early), absent=tuple(each.expected for each in absent)
    )
    return msgspec.structs.replace(compared, carried=carried)
