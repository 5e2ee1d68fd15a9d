"""Asking for a service: question by question, the whole of it once more, consent, and its number."""

import re

from msgspec.structs import replace

from kiosk.session.days import days_to_choose, months_to_choose
from kiosk.session.documents import after_questions, at_document
from kiosk.session.effects import Effect, FileRequest
from kiosk.session.effects_documents import DropPictures
from kiosk.session.events import (
    AnswerTapped,
    BackTapped,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    Event,
    FieldSkipped,
    NumberConfirmed,
    RequestAgreed,
    RequestAlreadyOpen,
    RequestArrived,
    RequestBegun,
    RequestDrafted,
    RequestNotArrived,
    Ticked,
)
from kiosk.session.forms import ON_THE_CARD, TYPED, Draft, FiledRequest, FormField, KeptAs, Said, on_card
from kiosk.session.journey_accounts import before_the_questions, begin_form, first_question
from kiosk.session.menus import menu_of
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, stay, tell
from kiosk.session.problems import SERVICE_CLOSED
from kiosk.session.rules import ANY, Service
from kiosk.session.secret import Secret
from kiosk.session.steps import InsertCard, Notice, Step
from kiosk.session.steps_drafts import OfferDraft
from kiosk.session.steps_forms import AskField, ConfirmRequest, RequestFiled, SendingRequest
from kiosk.session.steps_requests import ChooseRequestWay, ListRequests, ReadRequest
from kiosk.session.steps_services import ChooseService

_MOBILE, _LANDLINE = re.compile(r"1[3-9][0-9]{9}"), re.compile(r"0[0-9]{9,11}")
A_PHOTOGRAPH_S = 10.0
"""For half a megabyte, at half a megabit a second."""

MOBILE_DIGITS, LEAST_LANDLINE_DIGITS, MOST_LANDLINE_DIGITS = 11, 10, 12


def begin(session: Session, service: Service, menu: ChooseService) -> Moved:
    """With the first question; where it must be known who asks, by their identity card first."""
    if session.rules.form(service.name).person:
        return go(session, InsertCard(ANY, "id_card"))
    if session.rules.form(service.name).account:
        return begin_form(session)
    return go(session, AskField(Draft(service.name, menu_page=menu.page)))


def question(session: Session, step: AskField) -> FormField:
    return session.rules.form(step.draft.service).questions[step.at]


def offered(session: Session, field: FormField) -> tuple[str, ...]:
    """The answers to tap, as stems or days."""
    if field.kind != "date":
        stands = session.person is not None and on_card(session.person, field)
        return tuple(stem for stem in field.choices if stem != ON_THE_CARD or stands)
    return months_to_choose(session, field.past_months) if field.past_months else days_to_choose(session)


def ask_field(session: Session, step: AskField, event: Event) -> Moved:
    field = question(session, step)
    match event:
        case AnswerTapped(stem) if stem in offered(session, field):
            return _on(session, step, Said(field.name, stem))
        case FieldSkipped() if not field.required:
            return _on(session, step, None)
        case BackTapped():
            return _before(session, step.draft, step.at)
        case _ if field.kind in TYPED:
            return _typing(session, step, field, event)
        case _:
            return stay(session)


def _typing(session: Session, step: AskField, field: FormField, event: Event) -> Moved:
    typed = step.typed.value
    match event:
        case DigitPressed(digit) if 0 <= digit <= 9 and len(typed) < most_digits(field, f"{typed}{digit}"):
            return change(session, replace(step, typed=Secret(f"{typed}{digit}"), problem=None))
        case DigitDeleted():
            return change(session, replace(step, typed=Secret(typed[:-1]), problem=None))
        case DigitsCleared():
            return change(session, replace(step, typed=Secret(""), problem=None))
        case NumberConfirmed() if not missing_digits(field, typed):
            if not number_fits(field, typed):
                wrong = "phone_wrong" if field.kind == "phone" else "count_wrong"
                return change(replace(session, misses=session.misses + 1), replace(step, problem=wrong))
            return _on(session, step, Said(field.name, typed=step.typed))
        case _:
            return stay(session)


def most_digits(field: FormField, typed: str) -> int:
    if field.kind == "count":
        return len(str(field.most))
    return MOST_LANDLINE_DIGITS if typed.startswith("0") else MOBILE_DIGITS


def missing_digits(field: FormField, typed: str) -> int:
    """How many there must be at least, before it can be asked whether they fit."""
    if field.kind == "count":
        return 0 if typed else 1
    least = LEAST_LANDLINE_DIGITS if typed.startswith("0") else MOBILE_DIGITS
    return max(0, least - len(typed))


def number_fits(field: FormField, typed: str) -> bool:
    if field.kind == "count":
        return typed.isdigit() and field.least <= int(typed) <= field.most
    return any(shape.fullmatch(typed) for shape in (_MOBILE, _LANDLINE))


def _on(session: Session, step: AskField, said: Said | None) -> Moved:
    """The next question; behind the last one, the papers, or the whole of it."""
    name = question(session, step).name
    others = tuple(each for each in step.draft.said if each.field != name)
    draft = replace(step.draft, said=(*others, said) if said else others)
    session, at = replace(session, misses=0), step.at + 1
    questions = session.rules.form(draft.service).questions
    while step.resumed and at < len(questions) and draft.answer(questions[at].name) is not None:
        at += 1
    if at >= len(questions):
        return go(session, after_questions(session, draft))
    return go(session, replace(_asking(session, draft, at), resumed=step.resumed))


def last_question(session: Session, draft: Draft) -> Moved:
    return _before(session, draft, len(session.rules.form(draft.service).questions))


def _before(session: Session, draft: Draft, at: int) -> Moved:
    """Before the first question of what is kept stands its offer: further back, nobody would know of it."""
    if at <= first_question(draft):
        if draft.kept.there:
            return go(session, OfferDraft(replace(draft, photographs=())), *let_go(draft))
        before = before_the_questions(session) or menu_of(session, draft.menu_page)
        return go(session, before, *let_go(draft))
    return go(session, _asking(session, draft, at - 1))


def _asking(session: Session, draft: Draft, at: int) -> AskField:
    """What was typed before stands there again."""
    step = AskField(draft, at)
    said = draft.answer(question(session, step).name)
    return replace(step, typed=said.typed) if said else step


def confirm_request(session: Session, step: ConfirmRequest, event: Event) -> Moved:
    draft = step.draft
    match event:
        case RequestAgreed():
            request = session.requests + 1
            agreed = replace(
                draft,
                agreed_wall_s=draft.agreed_wall_s or session.wall_s,
                first_try=draft.first_try or request,
                kept=KeptAs() if draft.kept.in_doubt else draft.kept,
            )
            sending = SendingRequest(replace(agreed, revision=draft.revision + 1), request)
            return go(
                replace(session, requests=request), sending, FileRequest(request, agreed, session.person)
            )
        case BackTapped() if not draft.unsure:
            draft = replace(draft, agreed_wall_s=0.0)
            documents = session.rules.form(draft.service).documents
            if documents:
                return go(session, at_document(session, draft, len(documents) - 1))
            return last_question(session, draft)
        case _:
            return stay(session)


def sending_request(session: Session, step: SendingRequest, event: Event) -> Moved:
    """However often it is tried: one id, and so one request."""
    draft = step.draft
    match event:
        case RequestBegun(request, request_id) if request == step.request or awaits_id(draft, request):
            return change(session, replace(step, draft=replace(draft, request_id=request_id)))
        case RequestDrafted(request_id) if request_id == draft.request_id:
            return change(session, replace(step, draft=replace(draft, drafted=True)))
        case RequestArrived(request_id, filed) if request_id == draft.request_id:
            arrived = RequestFiled(_with_urgency(session, draft, filed))
            return go(replace(session, misses=0), arrived, *let_go(draft))
        case RequestAlreadyOpen(request, known) if request == step.request:
            read = ReadRequest(known, ListRequests((known,), ChooseRequestWay()))
            session, effects = tell(session, "request_open", read)
            return session, (*effects, *let_go(draft))
        case RequestNotArrived(request, problem) if request == step.request and problem == SERVICE_CLOSED:
            session, effects = tell(session, problem, menu_of(session, draft.menu_page))
            return session, (*effects, *let_go(draft))
        case RequestNotArrived(request, problem, unsure) if request == step.request:
            tried = replace(draft, unsure=draft.unsure or unsure)
            return tell(session, problem, ConfirmRequest(tried))
        case Ticked() if session.in_step_s() >= patience_s(session, draft):
            return tell(session, "request_unsure", ConfirmRequest(replace(draft, unsure=True)))
        case _:
            return stay(session)


def awaits_id(draft: Draft, request: int) -> bool:
    """Whether this is one of its tries: the id begun last is what it goes under, for one that stands for
    something else is begun anew under another."""
    return 0 < draft.first_try <= request


def begun_late(session: Session, event: Event) -> Session:
    """The id of a try whose turn came when its owner had been told that nobody knows whether it arrived: the
    next goes under it."""
    step = session.step
    retry = step.retry if isinstance(step, Notice) else step
    match event, retry:
        case RequestBegun(request, request_id), ConfirmRequest(draft) if awaits_id(draft, request):
            confirm = ConfirmRequest(replace(draft, request_id=request_id))
            begun: Step = replace(step, retry=confirm) if isinstance(step, Notice) else confirm
            return replace(session, step=begun)
        case _:
            return session


def let_go(draft: Draft) -> tuple[Effect, ...]:
    """Its photographs have arrived, or are not wanted any more."""
    pictures = tuple(each.picture for each in draft.photographs)
    return (DropPictures(pictures),) if pictures else ()


def patience_s(session: Session, draft: Draft) -> float:
    """Photographs take their time on a line as slow as some are."""
    return session.rules.timing.look_up_s + A_PHOTOGRAPH_S * len(draft.photographs)


def _with_urgency(session: Session, draft: Draft, filed: FiledRequest) -> FiledRequest:
    urgent = session.rules.form(draft.service).urgent
    return replace(filed, urgent=any(each.stem in urgent for each in draft.said))
