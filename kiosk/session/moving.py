"""The small verbs all stretches of the journey are written with."""

from typing import TypeAlias

from msgspec.structs import replace

from kiosk.session.effects import Effect, EjectCard
from kiosk.session.household import Problem, Slot
from kiosk.session.model import Session
from kiosk.session.paid_before import paper_owed, way_to_paper
from kiosk.session.rules import ANY
from kiosk.session.steps import (
    ChooseFinding,
    Goodbye,
    Idle,
    Notice,
    Step,
)
from kiosk.session.steps_services import ChooseService

BILL_LIES_THERE_S = 3.0
"""How long the bill that was read may still lie at the window without meaning anything new."""

Moved: TypeAlias = tuple[Session, tuple[Effect, ...]]


def stay(session: Session, *effects: Effect) -> Moved:
    return session, effects


def go(session: Session, step: Step, *effects: Effect) -> Moved:
    """Enter `step`; its clock starts now and any question over the screen is gone.

    The first screen is never reached with a card in a slot: goodbye waits for it.
    """
    if isinstance(step, Idle):
        if session.holds_a_card():
            return leave(session)
        session = replace(session, misses=0, held_s=None)
        if isinstance(session.step, Goodbye):
            session = as_it_was(session)
    if isinstance(step, Idle | ChooseService):
        session = replace(session, errand="", person=None)
    return replace(session, step=step, entered_s=session.now_s, overlay=None, leaf=0), effects


def change(session: Session, step: Step, *effects: Effect) -> Moved:
    """The same screen with other contents: its clock goes on. What went wrong is told on the first leaf."""
    problem = getattr(step, "problem", None)
    if problem and problem != getattr(session.step, "problem", None):
        session = replace(session, leaf=0)
    return replace(session, step=step), effects


def tell(session: Session, problem: Problem, retry: Step) -> Moved:
    """Say what went wrong; `retry` is where the one button leads."""
    return go(replace(session, misses=session.misses + 1), Notice(problem, retry))


def leave(session: Session, *, paper: bool = True) -> Moved:
    """The end of a session from any step: cards out, nothing personal kept.

    Whoever paid, wanted a receipt and went on to other bills has it first, unless it is no longer wanted.
    """
    owed = paper_owed(session) if paper else None
    if owed is not None:
        step, printing = way_to_paper(session, owed)
        return go(replace(session, misses=0), step, *printing)
    slots: tuple[Slot, ...] = ("id_card", "ic_card")
    ejects = tuple(EjectCard(slot) for slot in slots if session.slot(slot) != "empty")
    fresh = replace(session, misses=0, held_s=None, errand="", person=None)
    return go(fresh, Goodbye(), *ejects)


def as_it_was(session: Session) -> Session:
    """SET-1: for whoever comes next, the machine looks and sounds as it did. Goodbye is still said as it was
    wanted: whoever needs large letters needs them to be told of their card."""
    return replace(session, comfort=session.rules.comfort, leaf=0, resident_at="first")


def slowness(session: Session) -> int:
    """TIM-1: whoever reads large letters, sits, or listens has twice the time."""
    comfort, volume = session.comfort, session.rules.comfort.volume
    listens = comfort.slower or comfort.volume not in {0, volume}
    return 2 if comfort.size > 100 or comfort.reach or listens else 1


def home(session: Session) -> Moved:
    return go(session, Idle())


def question_of(wish: str) -> Step:
    """Where a wish was spoken: the question how to find the bill, or the first screen."""
    return Idle() if wish == ANY else ChooseFinding(wish)


def back_from_bills(session: Session, step: Step) -> Moved:
    """Back from what a code has found. The window rests, so that the bill can be taken away from it."""
    return go(replace(session, window_rests_until_s=session.now_s + BILL_LIES_THERE_S), step)
