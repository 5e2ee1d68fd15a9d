"""Questions over the screen, and the two screens that only speak: notice and goodbye."""

from msgspec.structs import replace

from kiosk.payment import amount
from kiosk.session.events import (
    FinishTapped,
    HelpTapped,
    LeaveConfirmed,
    PageTurned,
    RetryTapped,
    StayTapped,
    StopNotesConfirmed,
    SwapAgreed,
)
from kiosk.session.journey_cards import nobody_can_tell
from kiosk.session.model import Session
from kiosk.session.problems import SERVICE_CLOSED
from kiosk.session.show_comfort import sound
from kiosk.session.show_errands import stem_of_leaving
from kiosk.session.show_find import hold_button
from kiosk.session.show_parts import frame, local, problem_number, problem_prompt, problem_title
from kiosk.session.steps import (
    Done,
    Goodbye,
    InsertNotes,
    Notice,
    Paying,
    Printing,
    ShowReceiptCode,
    TakeReceipt,
)
from kiosk.session.steps_meter_cards import InsertPaidCard, RedirectingLoad
from kiosk.session.steps_prepaid import Loading
from kiosk.session.steps_requests import ReadRequest
from kiosk.session.view import Button, Fact, Overlay, ScreenView, text


def overlay(session: Session) -> Overlay | None:
    """In two parts where it is large and has much to say."""
    whole = _whole(session)
    if whole is None or session.overlay is None or not _in_two(session, whole):
        return whole
    first = session.overlay.leaf == 0
    last = whole.buttons[-1]
    if first:
        return replace(whole, buttons=(_ON, last), facts=())
    said = whole.spoken or whole.title
    return replace(whole, prompt=None, spoken=said, buttons=(*whole.buttons[:-1], _BACK, last))


def overlay_leaves(session: Session) -> int:
    whole = _whole(session)
    return 2 if whole is not None and _in_two(session, whole) else 1


def _in_two(session: Session, whole: Overlay) -> bool:
    comfort = session.comfort
    large = comfort.size == 200 or (comfort.size > 100 and (comfort.reach or whole.kind == "sound"))
    return large and bool(whole.facts)


_ON = Button("question_next", text("page.next"), PageTurned(1))
_BACK = Button("question_previous", text("page.previous"), PageTurned(-1))


def _whole(session: Session) -> Overlay | None:
    if session.overlay is None:
        return None
    match session.overlay.kind:
        case "help":
            return _with_phone(session, "help_day" if _staffed(session) else "help_night")
        case "leave":
            return _leave(stem_of_leaving(session))
        case "still_there":
            return _still_there(session, session.overlay.since_s)
        case "card_out":
            return _card_out(session)
        case "card_kept" | "card_out_of_sight" as stem:
            return _with_phone(session, stem)
        case "stop_notes":
            return _stop_notes(_inside_fen(session))
        case "swap":
            return _swap()
        case "sound":
            return sound(session)


def _card_out(session: Session) -> Overlay:
    """Whether money moved is said only where it is certain that none has."""
    step = session.step
    after = isinstance(step, Paying | InsertNotes | Loading | Done | Printing | TakeReceipt | ShowReceiptCode)
    after = after or isinstance(step, InsertPaidCard | RedirectingLoad)
    ok = Button("stay", text("overlay.understood"), StayTapped(), tone="primary")
    prompt = text("card_out.prompt_after" if after else "card_out.prompt")
    return Overlay("card_out", text("card_out.title"), prompt, (ok,), spoken=text("card_out.spoken"))


def _staffed(session: Session) -> bool:
    hour = local(session, session.wall_s).hour
    return session.rules.staff_from_hour <= hour < session.rules.staff_to_hour


def _with_phone(session: Session, stem: str) -> Overlay:
    facts = (
        Fact(text("fact.phone"), session.rules.service_phone),
        Fact(text("fact.machine"), session.rules.machine_number),
    )
    ok = Button("stay", text("overlay.understood"), StayTapped(), tone="primary")
    return Overlay("help", text(f"{stem}.title"), text(f"{stem}.prompt"), (ok,), facts)


def _leave(stem: str) -> Overlay:
    """Opposite actions, so the safe one is the big one."""
    buttons = (
        Button("leave", text(f"{stem}.go"), LeaveConfirmed(), tone="danger"),
        Button("stay", text(f"{stem}.stay"), StayTapped(), tone="primary"),
    )
    return Overlay("leave", text(f"{stem}.title"), text(f"{stem}.prompt"), buttons)


def _stop_notes(inside_fen: int) -> Overlay:
    """Said before it is done: banknotes do not come back out."""
    buttons = (
        Button("stop", text("stop_notes.go"), StopNotesConfirmed(), tone="danger"),
        Button("stay", text("stop_notes.stay"), StayTapped(), tone="primary"),
    )
    prompt = text("stop_notes.prompt", inside=amount.digits(inside_fen))
    return Overlay("leave", text("stop_notes.title"), prompt, buttons)


def _swap() -> Overlay:
    """Asked on the display that is the resident's so far."""
    buttons = (
        Button("swap_agreed", text("swap.go"), SwapAgreed()),
        Button("stay", text("swap.stay"), StayTapped(), tone="primary"),
    )
    return Overlay("leave", text("swap.title"), text("swap.prompt"), buttons)


def _inside_fen(session: Session) -> int:
    return session.step.inside_fen if isinstance(session.step, InsertNotes) else 0


def _still_there(session: Session, since_s: float) -> Overlay:
    """TIM-5: the seconds are shown in the second half only. With banknotes inside: what becomes of them."""
    inside_fen = _inside_fen(session)
    prompt = text("still_there.prompt")
    if inside_fen:
        prompt = text("still_there.prompt_notes", inside=amount.digits(inside_fen))
    left_s = session.rules.timing.still_there_s - (session.now_s - since_s)
    second_half = left_s <= session.rules.timing.still_there_s / 2
    yes = Button("stay", text("still_there.yes"), StayTapped(), tone="primary")
    return Overlay(
        "still_there",
        text("still_there.title"),
        prompt,
        (yes,),
        countdown_s=max(0, round(left_s)) if second_half else None,
    )


def notice(session: Session, step: Notice) -> ScreenView:
    """ERR-1: what happened, whether money moved, what to do, one button; ERR-3: then a person.

    What is open already is looked at, not tried again; what is closed leads to the other services.
    """
    there = step.problem == "request_open" and isinstance(step.retry, ReadRequest)
    elsewhere = "requests.other" if step.problem == SERVICE_CLOSED else "notice.retry"
    onward = "request.see" if there else elsewhere
    retry = Button("retry", text(onward), RetryTapped(), tone="primary")
    person = Button("call_help", text("frame.help"), HelpTapped(), note=text("notice.help_note"))
    return ScreenView(
        "notice",
        title=problem_title(step.problem),
        prompt=problem_prompt(step.problem),
        mark="warning",
        choices=(retry, person) if session.misses > 1 else (retry,),
        code=problem_number(step.problem),
        frame=frame(session),
        spoken=problem_title(step.problem),
    )


def goodbye(session: Session, step: Goodbye) -> ScreenView:
    held = session.holds_a_card()
    lost = nobody_can_tell(session)
    offered = "offered" in session.slots.values()
    told = "goodbye.prompt_at_exit" if offered else "goodbye.prompt_card"
    prompt = "goodbye.prompt_lost" if lost else told if held else "goodbye.prompt"
    finish = Button("finish", text("frame.finish"), FinishTapped(), tone="primary")
    return ScreenView(
        "goodbye",
        title=text("goodbye.title_card" if held else "goodbye.title"),
        prompt=text(prompt),
        picture=_card_on_its_way(session),
        mark=None if held else "done",
        hold=hold_button(session) if session.slot("id_card") != "empty" else None,
        frame=frame(session, exit_=False, primary=finish if lost or not held else None),
        spoken=text("card_out.spoken" if offered else "goodbye.title_card" if held else "goodbye.title"),
    )


def _card_on_its_way(session: Session) -> str | None:
    if session.slot("id_card") != "empty":
        return "id_card_out"
    return "ic_card_out" if session.slot("ic_card") != "empty" else None
