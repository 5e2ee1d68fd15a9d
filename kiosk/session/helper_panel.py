"""The panel beside the resident's screen: who helps, what to say, what can be done."""

from msgspec.structs import replace

from kiosk.payment import amount
from kiosk.session import helper_words
from kiosk.session.events import (
    ActingBegun,
    ActingEnded,
    DigitPressed,
    DigitsCleared,
    EjectCardAsked,
    HelperLeft,
    HelperPadClosed,
    HelperPadOpened,
    PadCleared,
    PadConfirmed,
    PadDigitDeleted,
    PadDigitPressed,
    PanelClosed,
    ReprintAsked,
    SerialAsked,
    SidesSwapped,
    TechnicianCalled,
)
from kiosk.session.helper_receipts import receipt_at_hand
from kiosk.session.household import Outcome, Slot
from kiosk.session.journey_helper_pad import DIGITS, NUMBER_DIGITS
from kiosk.session.model import Helper, HelperPad, Session
from kiosk.session.paper import no_paper_note
from kiosk.session.show_keypad import twelve_keys
from kiosk.session.show_parts import local
from kiosk.session.steps_meter_cards import being_written
from kiosk.session.view import Button, Fact, HelperPanel, Keypad, Text, text

_SHOWN_OF_PIN = "*"
_GONE_WRONG = {"copy_failed", "technician_not_told"}


def panel(session: Session) -> HelperPanel:
    if session.pad is not None:
        return _with_pad(session, session.pad)
    if session.helper is None:
        return HelperPanel(where=text("helper.nobody"), buttons=(_way_in(session),))
    return _signed_in(session, session.helper)


def _way_in(session: Session) -> Button:
    closed = session.technician == "here"
    return Button(
        "helper_sign_in",
        text("helper.sign_in"),
        HelperPadOpened(),
        enabled=not closed,
        reason=text("helper.technician_here") if closed else None,
    )


def _signed_in(session: Session, helper: Helper) -> HelperPanel:
    since_s = int(session.in_step_s())
    return HelperPanel(
        name=text("helper.name", name=helper.name),
        where=helper_words.where(session),
        since_s=since_s,
        since=_since(since_s),
        can_say=text("helper.can_say"),
        say=text("helper.said", words=helper_words.say(session)),
        told=_told(session, helper),
        told_tone="danger" if helper.told in _GONE_WRONG else "plain",
        buttons=(*_between_the_two(session, helper), *_for_the_resident(session)),
        facts=_found(session, helper.found) if helper.found else (),
    )


def _since(since_s: int) -> Text:
    minutes, seconds = divmod(since_s, 60)
    if not minutes:
        return text("helper.since_s", seconds=str(seconds))
    return text("helper.since_min", minutes=str(minutes), seconds=str(seconds))


def _told(session: Session, helper: Helper) -> Text | None:
    if helper.told.startswith("technician"):
        return text(f"helper.told.{helper.told}", phone=session.rules.service_phone)
    return text(f"helper.told.{helper.told}") if helper.told else None


def _between_the_two(session: Session, helper: Helper) -> tuple[Button, ...]:
    """With one display there is nothing to swap, and nobody to press for: it is given back."""
    if not session.helper_display:
        return (Button("panel_close", text("helper.give_back"), PanelClosed(), tone="primary"),)
    swap = Button("swap", text("helper.swap"), SidesSwapped())
    if helper.acting:
        return Button("act_end", text("helper.act_end"), ActingEnded(), tone="primary"), swap
    return Button("act", text("helper.act"), ActingBegun(), tone="primary"), swap


def _for_the_resident(session: Session) -> tuple[Button, ...]:
    card = _card_inside(session)
    held, written = session.slot(card) != "empty", card == "ic_card" and being_written(session.step)
    receipt = receipt_at_hand(session)
    return (
        Button(
            "eject_card",
            text(f"helper.eject.{card}"),
            EjectCardAsked(card),
            tone="danger",
            enabled=held and not written,
            reason=None if held and not written else text(f"helper.eject.{'writing' if written else 'none'}"),
        ),
        Button(
            "reprint",
            text("helper.reprint"),
            ReprintAsked(),
            enabled=receipt is not None,
            reason=None if receipt else _why_no_copy(session),
        ),
        Button("find_payment", text("helper.find_payment"), SerialAsked()),
        Button("call_technician", text("helper.call_technician"), TechnicianCalled()),
        Button("helper_leave", text("helper.leave"), HelperLeft()),
    )


def _card_inside(session: Session) -> Slot:
    """Nobody's identity card may stay in the machine, so that one comes first."""
    other_alone = session.slot("id_card") == "empty" and session.slot("ic_card") != "empty"
    return "ic_card" if other_alone else "id_card"


def _why_no_copy(session: Session) -> Text:
    no_paper = no_paper_note(session)
    return text(f"helper.no_copy.{no_paper or 'no_receipt'}")


def _found(session: Session, outcome: Outcome) -> tuple[Fact, ...]:
    """A payment that was looked up, as its paper says it: nobody's name, numbers masked."""
    return (
        Fact(text("helper.found.serial"), outcome.receipt_no),
        Fact(text("helper.found.paid_at"), f"{local(session, outcome.paid_wall_s):%Y-%m-%d %H:%M}"),
        Fact(text("helper.found.sum"), amount.digits(outcome.amount_fen)),
        Fact(text("helper.found.state"), text(f"helper.found.{outcome.kind}")),
        *(
            Fact(
                text(f"utility.{leg.utility}.bill"),
                amount.digits(leg.amount_fen),
            )
            for leg in outcome.legs
        ),
    )


def _with_pad(session: Session, pad: HelperPad) -> HelperPanel:
    typed = len(pad.digits.value)
    missing = DIGITS[pad.asks] - typed
    left_s = max(0, round(pad.closed_until_s - session.now_s))
    ready = not missing and not pad.waiting and not left_s
    return HelperPanel(
        where=text(f"helper.pad.{pad.asks}"),
        told=_about(pad, left_s),
        told_tone="danger" if not pad.waiting and (left_s or pad.problem) else "plain",
        keypad=Keypad(_shown(pad), missing, _keys()),
        buttons=(
            Button("pad_close", text("helper.pad.close"), HelperPadClosed()),
            _confirm(None if ready else _not_yet(missing)),
        ),
    )


def _confirm(not_yet: Text | None) -> Button:
    """The key is too low for a word and why it cannot be pressed: then that is its word."""
    label = not_yet or text("helper.pad.confirm")
    return Button(
        "pad_confirm", label, PadConfirmed(), tone="primary", enabled=not_yet is None, reason=not_yet
    )


def _not_yet(missing: int) -> Text:
    """With all digits there, they are being looked up or the pad is closed; `told` says which."""
    return text("helper.pad.missing", digits=str(missing)) if missing else text("helper.pad.wait")


def _shown(pad: HelperPad) -> str:
    """A helper's number can be read back, their PIN cannot."""
    digits = pad.digits.value
    if pad.asks == "serial":
        return f"{digits[:6]} {digits[6:]}".strip()
    return f"{digits[:NUMBER_DIGITS]} {_SHOWN_OF_PIN * len(digits[NUMBER_DIGITS:])}".strip()


def _about(pad: HelperPad, left_s: int) -> Text | None:
    if pad.waiting:
        return text("helper.pad.waiting")
    if left_s:
        return text("helper.pad.closed", seconds=str(left_s))
    return text(f"helper.pad.{pad.problem}") if pad.problem else None


def _keys() -> tuple[Button, ...]:
    """The resident's own twelve, so that no hand has to learn two orders."""
    return tuple(_of_pad(key) for key in twelve_keys())


def _of_pad(key: Button) -> Button:
    match key.event:
        case DigitPressed(digit=digit):
            return replace(key, name=f"pad_{digit}", event=PadDigitPressed(digit))
        case DigitsCleared():
            return replace(key, name="pad_clear", event=PadCleared())
        case _:
            return replace(key, name="pad_delete", event=PadDigitDeleted())
