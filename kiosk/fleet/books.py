"""After a run: every book against every other. Kiosks' journals and tills, the gateway's payments, ledger and
loads, and what the simulated providers, billers and meters hold (`outside`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from sqlalchemy import Connection, func, select

from kiosk.fleet import outside
from kiosk.fleet.written import Written
from kiosk.gateway.commands.enrolment import gateway_of
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.payments.sql_payment_rows import load
from kiosk.gateway.sql import schema, schema_loads
from kiosk.payment import invariants, invariants_kiosk
from kiosk.payment.invariants import Violation
from kiosk.payment.invariants_ledger import BOXES
from kiosk.payment.ledger import SUSPENSE
from kiosk.payment.legs import LegState, total_fen
from kiosk.payment.load_state import LOAD_ENDS, Load, LoadState
from kiosk.payment.saga_state import FINAL, Payment

_PAYMENT, _LOAD = schema.payment.c, schema_loads.load.c


class Ledger(msgspec.Struct, frozen=True):
    """`states` counts the fleet's payments by method and state. What is charged is posted, given back or owed
    as vouchers; of what is posted, loads that no meter took are given back as well (`loads_back_fen`). What
    is posted for meters (`for_meters_fen`) is loaded, given back or waits, by the state of its loads
    (`loads_fen`)."""

    states: Mapping[str, int]
    loads: Mapping[str, int]
    charged_fen: int
    posted_fen: int
    given_back_fen: int
    vouchers_fen: int
    loads_back_fen: int
    for_meters_fen: int
    loads_fen: Mapping[str, int]
    suspense_fen: int
    violations: tuple[str, ...]

    @property
    def exact(self) -> bool:
        return not self.violations


def still_open(db_url: str, key_file: Path | None, kiosk_ids: Sequence[str]) -> int:
    """How many payments and loads of these kiosks have not ended."""
    finals, ends = [state.value for state in FINAL], [state.value for state in LOAD_ENDS]
    mine = _PAYMENT.kiosk_id.in_(kiosk_ids)
    payments = select(func.count()).select_from(schema.payment).where(mine & _PAYMENT.state.not_in(finals))
    ours = select(_PAYMENT.payment_id).where(mine)
    loads = select(func.count()).where(_LOAD.payment_id.in_(ours) & _LOAD.state.not_in(ends))
    with gateway_of(db_url, key_file=key_file) as gateway, gateway.parts.database.reading() as connection:
        return int(connection.execute(payments).scalar_one() + connection.execute(loads).scalar_one())


def examine(
    db_url: str, key_file: Path | None, tills_fen: Mapping[str, int], since_ms: int, written: Written
) -> Ledger:
    """`tills_fen` is what lies in each kiosk's till. Raises NotEnrolled where the database cannot be used."""
    kiosk_ids = list(tills_fen)
    with gateway_of(db_url, key_file=key_file) as gateway:
        database = gateway.parts.database
        wrong = list(Auditor(database, gateway.parts.time).audit())
        with database.reading() as connection:
            payments = _payments(connection, kiosk_ids, since_ms)
            wrong += _wrong_payments(connection, payments, written)
            wrong += _wrong_tills(connection, tills_fen, since_ms)
            wrong += outside.posted_twice(connection)
            loads = outside.loads_of(connection, payments)
            wrong += outside.wrong_loads(connection, loads)
            suspense_fen = _suspense_fen(connection, kiosk_ids, since_ms)
    wrong += _wrong_words(payments, written)
    for_meters_fen, loads_fen = _for_meters_fen(payments), _by_state_fen(loads)
    if for_meters_fen != sum(loads_fen.values()):
        told = f"{for_meters_fen} fen posted for meters, {sum(loads_fen.values())} in loads"
        wrong.append(Violation("I21", "meters", told))
    if suspense_fen:
        wrong.append(Violation("I6", "ledger", f"{suspense_fen} fen in suspense at rest"))
    return Ledger(
        states=Counter(f"{each.method} {each.state.value}" for each in payments.values()),
        loads=Counter(each.state.value for each in loads),
        charged_fen=sum(each.charged_fen - each.reversed_fen for each in payments.values()),
        posted_fen=sum(total_fen(each.legs, LegState.POSTED) for each in payments.values()),
        given_back_fen=sum(total_fen(each.legs, LegState.REFUNDED) for each in payments.values()),
        vouchers_fen=sum(total_fen(each.legs, LegState.VOUCHER) for each in payments.values()),
        loads_back_fen=loads_fen.get(LoadState.REFUNDED.value, 0),
        for_meters_fen=for_meters_fen,
        loads_fen=loads_fen,
        suspense_fen=suspense_fen,
        violations=tuple(str(each) for each in dict.fromkeys(wrong)),
    )


def _payments(connection: Connection, kiosk_ids: Sequence[str], since_ms: int) -> Mapping[str, Payment]:
    of = _PAYMENT.kiosk_id.in_(kiosk_ids) & (_PAYMENT.created_ms >= since_ms)
    ids = connection.execute(select(_PAYMENT.payment_id).where(of)).scalars().all()
    found = (load(connection, payment_id) for payment_id in ids)
    return {stored.payment.payment_id: stored.payment for stored in found if stored is not None}


def _wrong_payments(
    connection: Connection, payments: Mapping[str, Payment], written: Written
) -> Iterator[Violation]:
    yield from invariants.not_at_rest(payments.values(), held_allowed=False)
    for payment in payments.values():
        intent = written.intents.get(payment.payment_id)
        meant_fen = intent.amount_fen if intent else None
        yield from invariants_kiosk.taken_in_unmeant(payment, None, meant_fen)
        yield from invariants.wrong_sums(payment)
        if payment.final:
            yield from invariants.wrong_money(payment, outside.of(connection, payment))


def _wrong_words(payments: Mapping[str, Payment], written: Written) -> Iterator[Violation]:
    """What kiosks wrote down as the end, and what they still wait for."""
    for payment_id, said in written.ends.items():
        yield from invariants_kiosk.another_end(payment_id, said, payments.get(payment_id))
    for kiosk_id, waiting in written.open.items():
        yield from invariants_kiosk.unclosed(kiosk_id, waiting)


def _wrong_tills(connection: Connection, tills_fen: Mapping[str, int], since_ms: int) -> Iterator[Violation]:
    """The ledger's box of each kiosk is what lies in its till."""
    lines, entry = schema.ledger_line.c, schema.ledger_transaction.c
    same = (
        (entry.payment_id == lines.payment_id) & (entry.kind == lines.kind) & (entry.number == lines.number)
    )
    boxes = lines.account.startswith(BOXES) & (entry.at_ms >= since_ms)
    sums = select(lines.account, func.sum(lines.fen)).join(schema.ledger_transaction, same).where(boxes)
    found = {
        account.removeprefix(BOXES): int(fen)
        for account, fen in connection.execute(sums.group_by(lines.account))
    }
    for kiosk_id, till_fen in tills_fen.items():
        if found.get(kiosk_id, 0) != till_fen:
            told = f"{till_fen} fen in the till, {found.get(kiosk_id, 0)} in the ledger"
            yield Violation("I6", kiosk_id, told)


def _for_meters_fen(payments: Mapping[str, Payment]) -> int:
    legs = (leg for payment in payments.values() for leg in payment.legs)
    return sum(leg.amount_fen for leg in legs if leg.kind == "prepaid" and leg.state is LegState.POSTED)


def _by_state_fen(loads: Sequence[Load]) -> Mapping[str, int]:
    summed = Counter[str]()
    for each in loads:
        summed[each.state.value] += each.amount_fen
    return dict(summed)


def _suspense_fen(connection: Connection, kiosk_ids: Sequence[str], since_ms: int) -> int:
    lines = schema.ledger_line.c
    mine = _PAYMENT.kiosk_id.in_(kiosk_ids) & (_PAYMENT.created_ms >= since_ms)
    ours = select(_PAYMENT.payment_id).where(mine)
    found = select(func.sum(lines.fen)).where((lines.account == SUSPENSE) & lines.payment_id.in_(ours))
    return int(connection.execute(found).scalar_one() or 0)
