"""Who is asked for an act of the saga, what comes of asking nobody, and what a request is answered with."""

from kiosk.gateway.payments.acts import Outside, perform
from kiosk.gateway.problems import Refused
from kiosk.payment.saga_acts import Act, PostLeg, QueryPosting, VoidPosting
from kiosk.payment.saga_events import Event
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.simulate.engine import Flow

NOBODY = Outside(providers={}, acquirer=None, billers={})


def party(payment: Payment, act: Act) -> str:
    """The name of the provider, the acquirer or the biller."""
    if isinstance(act, PostLeg | QueryPosting | VoidPosting):
        return payment.legs[act.leg].biller_id
    return str(payment.provider)


def silence(payment: Payment, act: Act) -> Event:
    """What the saga is told when no answer came."""
    return perform(NOBODY, payment, act, None)


class DatabaseDown(Exception):
    """The transaction was not committed."""


def answered_in_http(flow: Flow) -> Flow:
    """Refusals and faults are answers too."""
    try:
        return (yield from flow)
    except Refused as refused:
        return refused
    except DatabaseDown:
        return Refused("fault")


def left(state: PaymentState, before: Payment, after: Payment) -> bool:
    return before.state is state and after.state is not state
