"""A card forgotten at the exit, which the machine has kept or lost sight of: told to whoever stands there,
and for a while on the first screen to whoever comes back for it."""

from msgspec.structs import replace

from kiosk.session.events import CardKept, CardOutOfSight
from kiosk.session.model import Overlay, OverlayKind, Session
from kiosk.session.moving import Moved, home, stay
from kiosk.session.steps import Goodbye, Idle, ReadingCard, TakeCard
from kiosk.session.steps_meter_cards import AskMeterCard

LONG_AT_THE_EXIT_S = 30.0
"""After so long a card at the exit is told to whoever passes by, not to its owner."""


def waits_at_the_exit(session: Session, step: TakeCard) -> bool:
    """Nobody takes it. No question interrupts that, and nothing but taking it, or the machine, ends it."""
    offered = session.slot(step.slot) == "offered"
    return offered and session.quiet_s() >= LONG_AT_THE_EXIT_S


def card_left(session: Session, event: CardKept | CardOutOfSight) -> Moved:
    """Nobody waits any more for a card that cannot be taken: what was found with it is not shown on."""
    over = _only_about_the_card(session, event)
    moved, effects = home(session) if over else stay(session)
    kind: OverlayKind = "card_kept" if isinstance(event, CardKept) else "card_out_of_sight"
    return replace(moved, overlay=Overlay(kind, session.now_s)), effects


def _only_about_the_card(session: Session, event: CardKept | CardOutOfSight) -> bool:
    match session.step:
        case ReadingCard(slot=shown) | TakeCard(slot=shown):
            return shown == event.slot
        case AskMeterCard():
            return event.slot == "ic_card"
        case Idle() | Goodbye():
            return True
        case _:
            return False
