"""Screens of a service that is asked for: its questions, and the whole of it before anything leaves."""

from collections.abc import Iterator
from datetime import date

from kiosk.session.events import AnswerTapped, FieldSkipped, NumberConfirmed, RequestAgreed
from kiosk.session.forms import AS_CARD, TYPED, UTILITY, Draft, FormField, Said, words_of
from kiosk.session.journey_forms import missing_digits, offered, question
from kiosk.session.model import Session
from kiosk.session.numbers import grouped
from kiosk.session.show_keypad import twelve_keys
from kiosk.session.show_pages import cut, page_of
from kiosk.session.show_parts import CONFIRM, FIND, PAY, back_button, day_of, frame, problem_prompt
from kiosk.session.show_said import spoken_while_waiting
from kiosk.session.steps_forms import AskField, ConfirmRequest, SendingRequest
from kiosk.session.view import Button, Fact, Keypad, ScreenView, Text, Waiting, text

MOST_A_PAGE = 4
"""Answers that fit without pages."""

_SHOWN_FIRST, _SHOWN_LAST = 3, 4
"""Of a telephone number, once it was typed."""


def ask_field(session: Session, step: AskField) -> ScreenView:
    field = question(session, step)
    return _with_keypad(session, step, field) if field.kind in TYPED else _with_answers(session, step, field)


def _with_answers(session: Session, step: AskField, field: FormField) -> ScreenView:
    answers = offered(session, field)
    page = page_of(session, len(answers)) if len(answers) > MOST_A_PAGE else None
    title = _title(step.draft, field)
    return ScreenView(
        "choices",
        title=title,
        prompt=text(words_of(step.draft.service, field.name, "prompt")),
        progress=FIND,
        choices=tuple(_answer(session, step.draft, field, stem) for stem in cut(session, answers, page)),
        page=page,
        frame=frame(session, back=back_button(), primary=None if field.required else _skip()),
        spoken=title,
    )


def _answer(session: Session, draft: Draft, field: FormField, stem: str) -> Button:
    of_utility = field.name == UTILITY and session.rules.offers(stem)
    utility = session.rules.utility(stem) if of_utility else None
    return Button(
        f"answer_{stem}",
        said_in_words(draft, field, Said(field.name, stem)),
        AnswerTapped(stem),
        icon=utility.icon if utility else None,
        tone=utility.tone if utility else "plain",
    )


def _with_keypad(session: Session, step: AskField, field: FormField) -> ScreenView:
    typed = step.typed.value
    missing = missing_digits(field, typed)
    wrong = problem_prompt(step.problem) if step.problem else None
    title = _title(step.draft, field)
    forward = Button(
        "next",
        text("frame.next"),
        NumberConfirmed(),
        tone="primary",
        enabled=not missing,
        reason=text("keypad.missing", digits=str(missing)) if missing else None,
    )
    return ScreenView(
        "keypad",
        title=title,
        prompt=wrong or text(words_of(step.draft.service, field.name, "prompt")),
        progress=FIND,
        keypad=Keypad(_grouped(field, typed), missing, twelve_keys(), problem=wrong),
        frame=frame(
            session,
            back=back_button(),
            primary=_skip() if not typed and not field.required else forward,
        ),
        spoken=wrong or title,
    )


def _grouped(field: FormField, typed: str) -> str:
    """As telephone numbers are read: three, then four and four."""
    if field.kind != "phone":
        return typed
    return f"{typed[:_SHOWN_FIRST]} {grouped(typed[_SHOWN_FIRST:], 4)}".strip()


def _skip() -> Button:
    return Button("skip", text("form.skip"), FieldSkipped(), tone="primary")


def confirm_request(session: Session, step: ConfirmRequest) -> ScreenView:
    """PRV: what leaves, to whom and what for, before it does."""
    draft = step.draft
    return ScreenView(
        "notice",
        title=text("request.confirm.title"),
        prompt=text(f"request.confirm.{_agreed_to(session, draft)}"),
        progress=CONFIRM,
        facts=(
            Fact(text("request.service"), text(f"service.{draft.service}.label")),
            *_whose(session, draft),
            *_facts(session, draft),
        ),
        choices=(Button("agree", text("request.agree"), RequestAgreed(), icon="tick", tone="primary"),),
        frame=frame(session, back=None if draft.unsure else back_button("request.change")),
        spoken=text(f"request.confirm.{_agreed_aloud(session, draft)}"),
    )


def _agreed_to(session: Session, draft: Draft) -> str:
    if draft.unsure:
        return "again"
    if draft.photographs:
        return "with_photographs"
    return "of_person" if session.person else "prompt"


def _agreed_aloud(session: Session, draft: Draft) -> str:
    if draft.photographs:
        return "spoken_of_photographs"
    return "spoken_of_person" if session.person else "spoken"


def _whose(session: Session, draft: Draft) -> Iterator[Fact]:
    """What leaves of a card, and which account is meant: masked, since others look on."""
    if session.person:
        yield Fact(text("request.person"), session.person.masked)
        if any(said.stem == AS_CARD for said in draft.said) and session.person.address.value:
            yield Fact(text("request.address"), text("request.as_card"))
    if draft.account:
        yield Fact(text("request.account"), draft.account.account.number_masked)


def _facts(session: Session, draft: Draft) -> tuple[Fact, ...]:
    found = []
    for field in session.rules.form(draft.service).questions:
        said = draft.answer(field.name)
        if said is not None:
            label = text(words_of(draft.service, field.name, "short"))
            found.append(Fact(label, said_in_words(draft, field, said)))
    return (*found, *_pages(session, draft))


def _pages(session: Session, draft: Draft) -> Iterator[Fact]:
    """Which papers leave, and how much of each."""
    for document in session.rules.form(draft.service).documents:
        pages = len(draft.of_document(document.name))
        if pages:
            label = text(words_of(draft.service, document.name, "short"))
            yield Fact(label, text("document.pages", pages=str(pages)))


def said_in_words(draft: Draft, field: FormField, said: Said) -> Text:
    """A telephone number is masked: a helper looks on as well."""
    typed = said.typed.value
    match field.kind:
        case "phone":
            hidden = "*" * (len(typed) - _SHOWN_FIRST - _SHOWN_LAST)
            return text("form.typed", said=f"{typed[:_SHOWN_FIRST]}{hidden}{typed[-_SHOWN_LAST:]}")
        case "count":
            return text("form.count", said=typed)
        case "date" if field.past_months:
            year, month, _ = said.stem.split("-")
            return text("date.month", y=year, m=str(int(month)))
        case "date":
            return day_of(date.fromisoformat(said.stem))
        case _ if field.name == UTILITY:
            return text(f"utility.{said.stem}.short")
        case _:
            return text(words_of(draft.service, field.name, said.stem))


def _title(draft: Draft, field: FormField) -> Text:
    return text(words_of(draft.service, field.name, "title"))


def sending_request(session: Session, step: SendingRequest) -> ScreenView:
    slow = session.in_step_s() >= session.rules.timing.explain_wait_s
    title = text("request.sending.title")
    return ScreenView(
        "waiting",
        title=title,
        prompt=text("request.sending.slow" if slow else "request.sending.prompt"),
        progress=PAY,
        waiting=Waiting(),
        frame=frame(session, exit_=False),
        spoken=spoken_while_waiting(session, title, text("request.sending.slow")),
    )
