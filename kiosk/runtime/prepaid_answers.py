"""From the gateway's messages about meters and loads to the session's values."""

from kiosk.runtime.answers import local_time, moment
from kiosk.session.household import Shown
from kiosk.session.loads import Load
from kiosk.session.meters import Meter
from kiosk.wire.loads import LoadAnswer, PrepaidAnswer, PrepaidMeter


def meters(answer: PrepaidAnswer, shown: Shown) -> tuple[Meter, ...]:
    return tuple(meter(told, shown) for told in answer.meters)


def meter(told: PrepaidMeter, shown: Shown) -> Meter:
    """`shown`: what somebody has it found by. One that may be loaded with nothing at all cannot be bought
    for. One that is unfinished with nothing to finish here was bought for elsewhere, and stays that."""
    may = told.state == "may_load" and 0 < told.least_fen <= told.most_fen
    last = told.last_load
    return Meter(
        meter_id=told.meter_id,
        version=told.version,
        utility=told.utility,
        way=told.way,
        state="not_allowed" if told.state == "may_load" and not may else told.state,
        account_masked=told.account_masked,
        holder_masked=told.holder_masked,
        address=told.label,
        biller=told.biller_name,
        balance_fen=told.balance_fen,
        balance_at=local_time(told.balance_at),
        least_fen=told.least_fen if may else 0,
        most_fen=told.most_fen if may else 0,
        presets_fen=tuple(fen for fen in told.presets_fen if may and told.least_fen <= fen <= told.most_fen),
        last_fen=last.amount_fen if last else 0,
        last_at=local_time(last.at) if last else None,
        open_load=load(told.open_load) if told.open_load else None,
        told_again=() if shown == "account" else tuple(map(load, told.told_again)),
        shown=shown,
        next_opening=local_time(told.next_opening),
    )


def load(told: LoadAnswer) -> Load:
    """Digits that are not there load nothing, and a voucher without its number is still on its way back."""
    state, paid = told.state, moment(told.paid_at)
    if state == "token" and not told.token:
        state = "loading"
    if state == "voucher" and not told.voucher_no:
        state = "returning"
    return Load(
        load_id=told.load_id,
        payment_id=told.payment_id,
        utility=told.utility,
        way=told.way,
        state=state,
        amount_fen=told.amount_fen,
        method=told.method,
        token=told.token or "",
        voucher_no=told.voucher_no or "",
        may_be_sent=told.may_be_sent,
        paid_on=paid.date() if paid else None,
    )
