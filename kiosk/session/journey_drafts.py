"""A request that is left half-way: kept for its owner's identity card if they say so, and gone on with later.

Nothing leaves the machine before they have said so; whoever showed no card has nothing kept.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from kiosk.session.documents import after_questions
from kiosk.session.drafts import FILLING, draft_at
from kiosk.session.effects import Effect
from kiosk.session.effects_drafts import DropDraft, KeepDraft, LookUpDraft
from kiosk.session.events import (
    AnewTapped,
    BackTapped,
    DraftBegun,
    DraftKept,
    DraftNotKept,
    DraftTold,
    DropTapped,
    Event,
    ExitTapped,
    FinishTapped,
    KeepTapped,
    RequestDrafted,
    ResumeTapped,
    Ticked,
)
from kiosk.session.forms import TYPED, UTILITY, Draft, FormField, Said
from kiosk.session.journey_accounts import begin_form
from kiosk.session.journey_forms import let_go, number_fits, offered
from kiosk.session.menus import menu_of
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, leave, slowness, stay, tell
from kiosk.session.problems import SERVICE_CLOSED
from kiosk.session.steps import Goodbye, Idle, Step
from kiosk.session.steps_drafts import AskingDraft, DraftIsKept, KeepingDraft, OfferDraft, OfferKeeping
from kiosk.session.steps_forms import AskField, FillingStep, RequestFiled

_DRAFT_UNSURE = "draft_unsure"


def begin_known(session: Session) -> Moved:
    """Whoever asks has shown their card: is there something of theirs to go on with?"""
    if session.person is None or not session.gateway_up:
        return begin_form(session)
    request = session.requests + 1
    asked = LookUpDraft(request, session.errand, session.person)
    return go(replace(session, requests=request), AskingDraft(session.errand, request), asked)


def asking_draft(session: Session, step: AskingDraft, event: Event) -> Moved:
    """Whoever waits for nothing begins anew: what is kept is still there the next time."""
    match event:
        case DraftTold(request, draft, kept_on) if request == step.request:
            found = _fitting(session, draft) if draft is not None and draft.service == step.service else None
            if found is None:
                return begin_form(session)
            return go(session, OfferDraft(replace(found, kept=replace(found.kept, kept_on=kept_on))))
        case Ticked() if session.in_step_s() >= session.rules.timing.explain_wait_s:
            return begin_form(session)
        case BackTapped():
            return go(session, menu_of(session))
        case _:
            return stay(session)


def _fitting(session: Session, draft: Draft) -> Draft | None:
    """Only what may still be answered so: a form changes, and a day passes. None where nothing is left."""
    form = session.rules.form(draft.service)
    said = tuple(each for each in draft.said if _fits(session, form.questions, each))
    account = draft.account if form.account and any(each.field == UTILITY for each in said) else None
    return replace(draft, said=said, account=account) if said else None


def _fits(session: Session, questions: tuple[FormField, ...], said: Said) -> bool:
    field = next((each for each in questions if each.name == said.field), None)
    if field is None:
        return False
    return (
        number_fits(field, said.typed.value) if field.kind in TYPED else said.stem in offered(session, field)
    )


def offer_draft(session: Session, step: OfferDraft, event: Event) -> Moved:
    match event:
        case ResumeTapped():
            return _go_on(session, step.draft)
        case AnewTapped():
            gone = _nothing_kept(step.draft)
            session, effects = begin_form(session)
            return session, (*gone, *effects)
        case BackTapped():
            return go(session, menu_of(session))
        case ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def _go_on(session: Session, draft: Draft) -> Moved:
    """With the first question that has no answer."""
    questions = session.rules.form(draft.service).questions
    missing = (at for at, field in enumerate(questions) if draft.answer(field.name) is None)
    at = next(missing, None)
    return go(session, after_questions(session, draft) if at is None else AskField(draft, at, resumed=True))


# -- leaving ------------------------------------------------------------------------------------------


def may_keep(session: Session) -> FillingStep | None:
    """Where its owner would lose something by leaving; None where nothing is there, or can be kept."""
    step = session.step
    if session.person is None or not isinstance(step, FILLING) or not session.gateway_up:
        return None
    form = session.rules.form(step.draft.service)
    begun = step.draft.said and (step.draft.utility or not form.utilities)
    return step if begun and not step.draft.unsure else None


def keep_or_drop(session: Session, step: OfferKeeping, event: Event) -> Moved:
    match event:
        case KeepTapped() if session.person is not None:
            request = session.requests + 1
            draft = _without_its_try(step.draft)
            agreed = replace(draft, agreed_wall_s=session.wall_s)
            asked = KeepDraft(request, agreed, session.person)
            kept = replace(draft.kept, revision=draft.kept.revision + 1)
            tried = _with(step.back, replace(draft, kept=kept))
            return go(replace(session, requests=request), KeepingDraft(tried, request), asked)
        case DropTapped():
            gone = _nothing_kept(step.draft)
            session, effects = leave(session)
            return session, (*gone, *effects)
        case ExitTapped():
            return leave(session)
        case BackTapped():
            return go(session, step.back)
        case _:
            return stay(session)


def _with(step: FillingStep, draft: Draft) -> FillingStep:
    return replace(step, draft=draft)


def _without_its_try(draft: Draft) -> Draft:
    """The answers alone are kept. A try to send them that has left photographs goes."""
    if not draft.left_behind:
        return draft
    return replace(draft, request_id="", revision=0, drafted=False, first_try=0)


def _nothing_kept(draft: Draft) -> tuple[Effect, ...]:
    """What was kept of it, or may have been, goes too, however long that takes: nobody waits for it."""
    return (DropDraft(draft.kept.request_id),) if draft.kept.request_id else ()


def unwanted_draft(after: Session, event: Event) -> tuple[Effect, ...]:
    """One that begins to be kept, or comes to lie there to be sent, so late that its owner was told otherwise
    meanwhile, or has gone."""
    step = after.step
    match event:
        case DraftBegun(request, request_id):
            awaited = isinstance(step, KeepingDraft) and step.request == request
        case RequestDrafted(request_id):
            awaited = _is_about(step, request_id)
        case _:
            return ()
    return () if awaited else (DropDraft(request_id),)


def left_behind(before: Session, after: Session, done: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """What a try to send left at the gateway goes, once its owner stands before it no more: they agreed to
    have it sent. What arrived meanwhile stays as it is, and so does what they asked to have kept: that is
    another one. `done` may have seen to it."""
    draft = draft_at(before.step)
    if draft is None or not draft.left_behind:
        return ()
    if isinstance(after.step, RequestFiled) or _is_about(after.step, draft.request_id):
        return ()
    gone = DropDraft(draft.request_id)
    return () if gone in done else (gone,)


def kept_in_doubt(before: Session, after: Session, done: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """What may be kept goes, once its owner goes on without it, or agrees that it is sent. Who leaves has
    asked for it to be kept, and is told that it may be. `done` may have seen to it."""
    draft, following = draft_at(before.step), draft_at(after.step)
    if draft is None or not draft.kept.in_doubt or isinstance(after.step, Goodbye | Idle | DraftIsKept):
        return ()
    if following is not None and following.kept.request_id:
        return ()
    return tuple(gone for gone in _nothing_kept(draft) if gone not in done)


def _is_about(step: Step, request_id: str) -> bool:
    draft = draft_at(step)
    return draft is not None and draft.request_id == request_id


def keeping_draft(session: Session, step: KeepingDraft, event: Event) -> Moved:
    match event:
        case DraftBegun(request, request_id) if request == step.request:
            begun = replace(step.draft, kept=replace(step.draft.kept, request_id=request_id))
            return change(session, replace(step, back=_with(step.back, begun)))
        case DraftKept(request, until) if request == step.request:
            return go(session, DraftIsKept(until), *let_go(step.draft))
        case DraftNotKept(request, problem) if request == step.request and problem == SERVICE_CLOSED:
            session, effects = tell(session, problem, menu_of(session))
            return session, (*effects, *let_go(step.draft))
        case DraftNotKept(request, problem) if request == step.request:
            return _not_kept(session, step, problem)
        case Ticked() if session.in_step_s() >= session.rules.timing.look_up_s:
            return _not_kept(session, step, _DRAFT_UNSURE)
        case _:
            return stay(session)


def _not_kept(session: Session, step: KeepingDraft, problem: str) -> Moved:
    """What may have arrived at one try may be there after the next as well."""
    kept = step.draft.kept
    tried = replace(kept, unsure=kept.unsure or problem == _DRAFT_UNSURE)
    return tell(session, problem, OfferKeeping(_with(step.back, replace(step.draft, kept=tried))))


def draft_is_kept(session: Session, step: DraftIsKept, event: Event) -> Moved:
    match event:
        case FinishTapped() | ExitTapped():
            return leave(session)
        case Ticked() if session.alone_s() >= session.rules.timing.receipt_s * slowness(session):
            return leave(session)
        case _:
            return stay(session)


STRETCHES: dict[type[Step], Callable[[Session, Any, Event], Moved]] = {
    AskingDraft: asking_draft,
    OfferDraft: offer_draft,
    OfferKeeping: keep_or_drop,
    KeepingDraft: keeping_draft,
    DraftIsKept: draft_is_kept,
}
