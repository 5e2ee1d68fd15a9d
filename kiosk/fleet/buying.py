"""Residents who buy electricity for a prepaid meter, and see it arrive there or learn what becomes of it."""

from kiosk.backend.errors import GatewayError, GatewayRefused
from kiosk.fleet.errand import Errand
from kiosk.fleet.homes import Home
from kiosk.fleet.paying import pay_by_phone
from kiosk.session.household import Basket, Bill
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.loads import PrepaidMeter

ENDS = frozenset({"loaded", "token", "returned", "voucher"})
LOADED_WITHIN_S = 20.0
_ASK_EVERY_S = 1.0


def buy(errand: Errand, home: Home) -> None:
    errand.tally.count("visits", "prepaid load")
    meter = _asked(errand, home)
    if meter is None:
        return
    if meter.state != "may_load":
        errand.ended(f"prepaid load: {meter.state}")
        return
    errand.think(3, 8)
    amount_fen = errand.chance.choice(meter.presets_fen or (meter.least_fen,))
    errand.kiosk.line.meters.add(meter.meter_id)
    basket = Basket(meter.holder_masked, meter.label, (_as_bill(meter, amount_fen),))
    outcome = pay_by_phone(errand, basket, willing=True)
    if outcome is not None:
        _watch(errand, outcome.payment_id)


def _asked(errand: Errand, home: Home) -> PrepaidMeter | None:
    began_s = errand.now_s()
    try:
        answer = errand.kiosk.line.prepaid(LookUpRequest("account", home.meter))
    except GatewayRefused as refused:
        errand.wrong(f"prepaid meter: {refused.code}")
    except GatewayError as error:
        errand.wrong(f"prepaid meter: {type(error).__name__}")
    else:
        errand.took("prepaid meter", errand.now_s() - began_s)
        if answer.meters:
            return answer.meters[0]
        errand.wrong("prepaid meter: not found")
    return None


def _as_bill(meter: PrepaidMeter, amount_fen: int) -> Bill:
    return Bill(
        bill_id=meter.meter_id,
        version=meter.version,
        account_id=meter.meter_id,
        utility=meter.utility,
        account_masked=meter.account_masked,
        period_from="",
        period_to="",
        usage="",
        usage_unit="",
        due_fen=amount_fen,
    )


def _watch(errand: Errand, payment_id: str) -> None:
    """For a while; a meter out of reach takes longer than anybody waits, and the paper says so."""
    began_s, state = errand.now_s(), "waiting"
    while state not in ENDS and errand.now_s() - began_s < LOADED_WITHIN_S:
        errand.kiosk.turn()
        errand.kiosk.site.pause(_ASK_EVERY_S)
        try:
            loads = errand.kiosk.line.loads_of(payment_id).loads
        except GatewayError:
            continue  # asked again; on the paper is where else to ask
        state = loads[0].state if loads else state
    errand.ended(f"prepaid load: {state}")
    if state == "loaded":
        errand.took("prepaid load, from paid to loaded", errand.now_s() - began_s)
