"""After the money: how a load gets to its meter. It goes on by itself, whoever looks; only its end is waited
for, and not for ever."""

from msgspec.structs import replace

from kiosk.session.bought import with_load
from kiosk.session.effects_prepaid import FollowLoad
from kiosk.session.events import Event, LoadTold, Ticked, WaitNoLonger
from kiosk.session.household import Basket, Outcome
from kiosk.session.journey_rest import ask_for_rest
from kiosk.session.loads import Load, LoadState
from kiosk.session.meters import basket_of
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, stay
from kiosk.session.steps import Agreed, Done
from kiosk.session.steps_meter_cards import InsertPaidCard
from kiosk.session.steps_prepaid import ConfirmLoad, Loading, ShowMeter

PATIENCE_S = 120.0
"""A meter that does not answer is given up by its company after 90 s; then there are digits to be typed."""

FOR_A_CARD: frozenset[LoadState] = frozenset({"card_waiting", "card_unsure", "writing"})
"""A card brings it on: only the very one it was bought for."""


def ended(
    session: Session, outcome: Outcome, basket: Basket, back: Agreed, *, unattended: bool = False
) -> Moved:
    """A payment has come to an end as far as it is known; what it has bought is on its way."""
    if outcome.kind == "settled" and basket.load and isinstance(back, ConfirmLoad):
        follow, paid = FollowLoad(outcome.payment_id), Loading(outcome, basket, back, unattended)
        if basket.load == "meter":
            return go(session, paid, follow)
        if not unattended:  # nobody is there to put a card in; it waits for its next visit
            return go(session, InsertPaidCard(paid), follow)
    moved, _ = go(session, Done(outcome, basket, back, unattended))
    return ask_for_rest(moved)


def carry_on(session: Session, step: ShowMeter, load: Load) -> Moved:
    """With a load that was paid before: nothing is paid again, and its receipt is there to be copied.

    Whoever comes without its card may have lost it, and is told of every other way.
    """
    paid, follow = paid_before(step, load)
    if load.way != "card" or load.state not in FOR_A_CARD:
        return go(session, paid, follow)
    return go(session, InsertPaidCard(paid, "card_wanted"), follow)


def paid_before(step: ShowMeter, load: Load) -> tuple[Loading, FollowLoad]:
    basket = basket_of(step.meter, load.amount_fen)
    outcome = with_load(Outcome("settled", load.payment_id, load.amount_fen, load.method), basket, load)
    paid = Loading(outcome, basket, ConfirmLoad(step, load.amount_fen), again=True)
    return paid, FollowLoad(load.payment_id, basket)


def loading(session: Session, step: Loading, event: Event) -> Moved:
    match event:
        case LoadTold(load) if load.payment_id == step.outcome.payment_id:
            told = informed(step, event)
            if load.over:
                return _end(session, told)
            return change(session, told)
        case WaitNoLonger():
            return _end(session, step)
        case Ticked() if session.in_step_s() >= _patience_s(session, step):
            return _end(session, step)
        case _:
            return stay(session)


def _patience_s(session: Session, step: Loading) -> float:
    """Of what is over already its receipt alone is waited for: everything else is known."""
    load = step.outcome.load
    return session.rules.timing.look_up_s if load is not None and load.over else PATIENCE_S


def informed(step: Loading, event: LoadTold) -> Loading:
    return replace(step, outcome=_told(step.outcome, step.basket, event))


def told_later(step: Done, event: LoadTold) -> Done:
    """News of the load while its payer still reads how it stood."""
    ours = event.load.payment_id == step.outcome.payment_id and step.basket.load
    return replace(step, outcome=_told(step.outcome, step.basket, event)) if ours else step


def _told(outcome: Outcome, basket: Basket, event: LoadTold) -> Outcome:
    """A load that has ended never changes again; the receipt of one that was paid before may come late."""
    before = outcome.load
    if before is None or not before.ended:
        return with_load(event.outcome or outcome, basket, event.load)
    if event.outcome is None or outcome.receipt_no:
        return outcome
    return with_load(event.outcome, basket, before)


def _end(session: Session, step: Loading) -> Moved:
    return go(session, Done(step.outcome, step.basket, step.back, step.unattended, step.again))
