"""Screens of what became of a request, and of giving it up."""

from datetime import date

from kiosk.session.events import (
    FindingTapped,
    FinishTapped,
    NumberConfirmed,
    RequestTapped,
    WithdrawalConfirmed,
    WithdrawTapped,
)
from kiosk.session.forms import MAY_BE_WITHDRAWN, KnownRequest
from kiosk.session.journey_requests import NUMBER_DIGITS
from kiosk.session.model import Session
from kiosk.session.show_keypad import twelve_keys
from kiosk.session.show_pages import cut, page_of
from kiosk.session.show_parts import back_button, day_of, frame
from kiosk.session.show_said import spoken_while_waiting
from kiosk.session.show_slips import number_in_groups
from kiosk.session.steps_requests import (
    AskingRequests,
    ChooseRequestWay,
    ConfirmWithdrawal,
    ListRequests,
    ReadRequest,
    TypeRequestNumber,
    Withdrawing,
)
from kiosk.session.view import Button, Fact, Keypad, ScreenView, Text, Tone, Waiting, text

LONGEST_REPLY = 34
"""Characters of a reply that can be read at a glance; the rest is told on the telephone."""

_TONES: dict[str, Tone] = {"answered": "primary", "withdrawn": "plain"}


def choose_request_way(session: Session, step: ChooseRequestWay) -> ScreenView:
    reads = session.works("id_reader")
    return ScreenView(
        "choices",
        title=text("requests.way.title"),
        prompt=text("requests.way.prompt"),
        choices=(
            Button(
                "typed",
                text("requests.typed.label"),
                FindingTapped("typed"),
                note=text("requests.typed.note"),
                icon="keypad",
                tone="electricity",
            ),
            Button(
                "id_card",
                text("finding.id_card.label"),
                FindingTapped("id_card"),
                note=text("requests.id_card.note"),
                icon="id_card",
                tone="water",
                enabled=reads,
                reason=None if reads else text("finding.device_off"),
            ),
        ),
        frame=frame(session, back=back_button()),
        spoken=text("requests.way.title"),
    )


def type_request_number(session: Session, step: TypeRequestNumber) -> ScreenView:
    typed = step.typed.value
    missing = NUMBER_DIGITS - len(typed)
    return ScreenView(
        "keypad",
        title=text("requests.number.title"),
        prompt=text("requests.number.prompt"),
        keypad=Keypad(number_in_groups(typed).strip(), missing, twelve_keys()),
        frame=frame(
            session,
            back=back_button(),
            primary=Button(
                "next",
                text("frame.next"),
                NumberConfirmed(),
                tone="primary",
                enabled=not missing,
                reason=text("keypad.missing", digits=str(missing)) if missing else None,
            ),
        ),
        spoken=text("requests.number.title"),
    )


def asking_requests(session: Session, step: AskingRequests) -> ScreenView:
    return _waiting(session, "requests.asking.title", back=back_button())


def withdrawing(session: Session, step: Withdrawing) -> ScreenView:
    return _waiting(session, "requests.withdrawing.title", back=None)


def _waiting(session: Session, title: str, back: Button | None) -> ScreenView:
    slow = session.in_step_s() >= session.rules.timing.explain_wait_s
    return ScreenView(
        "waiting",
        title=text(title),
        prompt=text("look_up.slow" if slow else "look_up.prompt"),
        waiting=Waiting(),
        frame=frame(session, exit_=back is not None, back=back),
        spoken=spoken_while_waiting(session, text(title), text("look_up.slow")),
    )


def list_requests(session: Session, step: ListRequests) -> ScreenView:
    page = page_of(session, len(step.found))
    buttons = tuple(_row(session, place, known) for place, known in enumerate(step.found))
    return ScreenView(
        "choices",
        title=text("requests.list.title" if buttons else "requests.none.title"),
        prompt=text("requests.list.prompt" if buttons else "requests.none.prompt"),
        choices=cut(session, buttons, page),
        page=page,
        frame=frame(session, back=back_button(), primary=_finish()),
        spoken=text("requests.list.title" if buttons else "requests.none.title"),
    )


def _row(session: Session, place: int, known: KnownRequest) -> Button:
    return Button(
        f"request_{place + 1}",
        _what(session, known),
        RequestTapped(place),
        note=text(f"requests.state.{known.state}"),
        tone=_TONES.get(known.state, "water"),
    )


def _what(session: Session, known: KnownRequest) -> Text:
    """One that was asked for elsewhere may have no word here."""
    asked_here = any(form.service == known.service for form in session.rules.forms)
    return text(f"service.{known.service}.label") if asked_here else text("requests.other")


def read_request(session: Session, step: ReadRequest) -> ScreenView:
    known = step.known
    reply, due = _reply(known), known.due_on
    over = known.state in {"answered", "withdrawn"}
    facts = (
        Fact(text("request.service"), _what(session, known)),
        Fact(text("request.number"), number_in_groups(known.number)),
        *((Fact(text("request.due"), day_of(date.fromisoformat(due))),) if due and not over else ()),
    )
    withdraw = Button("withdraw", text("requests.withdraw"), WithdrawTapped(), tone="danger")
    return ScreenView(
        "notice",
        title=text(f"requests.state.{known.state}"),
        prompt=text("requests.reply", reply=reply) if reply else text(f"requests.told.{known.state}"),
        facts=facts,
        choices=(withdraw,) if known.state in MAY_BE_WITHDRAWN else (),
        frame=frame(session, back=back_button(), primary=_finish()),
        spoken=text(f"requests.told.{known.state}"),
    )


def _reply(known: KnownRequest) -> str:
    said = known.reply.value if known.state == "answered" else ""
    return said if len(said) <= LONGEST_REPLY else f"{said[:LONGEST_REPLY]}…"


def _finish() -> Button:
    return Button("finish", text("frame.finish"), FinishTapped(), tone="primary")


def confirm_withdrawal(session: Session, step: ConfirmWithdrawal) -> ScreenView:
    """Opposite answers: to leave it as it is lies where one goes back."""
    known = step.back.known
    sure = Button("withdraw_now", text("requests.withdraw_now"), WithdrawalConfirmed(), tone="danger")
    return ScreenView(
        "notice",
        title=text("requests.sure.title"),
        prompt=text("requests.sure.prompt"),
        mark="warning",
        facts=(
            Fact(text("request.service"), _what(session, known)),
            Fact(text("request.number"), number_in_groups(known.number)),
        ),
        choices=(sure,),
        frame=frame(session, back=back_button("requests.keep")),
        spoken=text("requests.sure.title"),
    )
