"""Screens after the money: what was bought on its way to the meter, and how it came out, honestly."""

from typing import Literal

from msgspec.structs import replace

from kiosk.payment import amount
from kiosk.session import show_done
from kiosk.session.events import FinishTapped, WaitNoLonger
from kiosk.session.household import Outcome
from kiosk.session.loads import GIVEN_BACK
from kiosk.session.model import Session
from kiosk.session.paper import copy_waits
from kiosk.session.proofs import unproven
from kiosk.session.show_done import another, no_receipt, print_button, receipt_facts, worth_money
from kiosk.session.show_parts import PAY, frame
from kiosk.session.show_said import spoken_while_waiting
from kiosk.session.steps import Done
from kiosk.session.steps_prepaid import Loading
from kiosk.session.view import Button, Fact, ScreenView, Spoken, Text, Total, Waiting, text

_PICTURES = {"loaded": "meter_loaded", "on_card": "card_into_meter"}


def loading(session: Session, step: Loading) -> ScreenView:
    title, prompt = _waited_for(session, step)
    return ScreenView(
        "waiting",
        title=title,
        prompt=prompt,
        progress=PAY,
        total=Total(text("load.paid"), amount.digits(step.basket.amount_fen)),
        waiting=Waiting(),
        footnote=text("bank_card.take") if step.outcome.method == "bank_card" and not step.again else None,
        frame=frame(session, exit_=False, back=_no_longer(step)),
        spoken=spoken_while_waiting(session, title, prompt if _is_slow(session) else None),
    )


def _no_longer(step: Loading) -> Button:
    """What is over already is shown by it; of anything else its payer goes without knowing the end."""
    load = step.outcome.load
    over = load is not None and load.over
    return Button("wait_no_longer", text("load.show_now" if over else "load.leave"), WaitNoLonger())


def _waited_for(session: Session, step: Loading) -> tuple[Text, Text]:
    """The meter's word; or how an earlier load has ended; or the number under which money is fetched."""
    load = step.outcome.load
    if load is not None and load.over:
        return text("load.look_again.title"), text("load.look_again.prompt")
    if load is not None and load.state in GIVEN_BACK:
        return text("load.number_comes.title"), text("load.number_comes.prompt")
    title = text(f"load.{step.basket.bills[0].utility}.under_way")
    return title, text("load.slow" if _is_slow(session) else "load.prompt")


def _is_slow(session: Session) -> bool:
    return session.in_step_s() >= session.rules.timing.explain_wait_s


def done(session: Session, step: Done) -> ScreenView:
    """A payment that has bought a load is told by what became of that; any other as ever."""
    outcome = step.outcome
    bought = step.basket.load and outcome.kind == "settled"
    if not bought and outcome.load is None:
        return show_done.done(session, step)
    return show_done.told_of_card(step, _bought(session, step))


def _bought(session: Session, step: Done) -> ScreenView:
    """What waits at the counter, or is not in the meter, is no success, whatever was paid."""
    stem = _stem(step)
    utility = step.basket.bills[0].utility
    title = text(f"load.{utility}.loaded" if stem == "loaded" else f"load.{stem}.title")
    return ScreenView(
        "done",
        title=title,
        prompt=_prompt(session, step.outcome, stem),
        picture=_PICTURES.get(stem),
        facts=_facts(session, step),
        mark=_mark(stem),
        choices=(_print(session, step, stem), _end(stem)),
        frame=frame(session, primary=another() if stem in _PICTURES else None),
        spoken=_spoken(session, step, title, stem),
    )


def _stem(step: Done) -> str:
    """What is on a card has still to be carried to its meter."""
    load = step.outcome.load
    by_card = (load.way if load else step.basket.load) == "card"
    if load is None or not (load.ended or load.state in GIVEN_BACK):
        return "waits_for_card" if by_card else "on_its_way"
    if load.state in {"token", "voucher"} and unproven(step):
        return "token_unproven" if load.state == "token" else "voucher_unproven"
    if not load.over:
        return "returning_cash"
    return "on_card" if by_card and load.state == "loaded" else load.state


def _mark(stem: str) -> Literal["done", "checking", "warning"]:
    if stem in _PICTURES:
        return "done"
    return "warning" if stem in {"returned", "voucher", "voucher_unproven"} else "checking"


def _prompt(session: Session, outcome: Outcome, stem: str) -> Text:
    return text(
        f"load.{stem}.prompt", sum=amount.digits(outcome.amount_fen), phone=session.rules.service_phone
    )


def _spoken(session: Session, step: Done, title: Text, stem: str) -> Text:
    """Nobody is asked to press what cannot be pressed."""
    if copy_waits(session, step):
        return text("load.spoken", said=title, what=text("load.receipt_awaited"))
    if stem in _PICTURES:
        return text(f"load.{stem}.spoken", said=title, sum=Spoken(step.outcome.amount_fen))
    return text("load.spoken", said=title, what=text(f"load.{stem}.say"))


def _facts(session: Session, step: Done) -> tuple[Fact, ...]:
    if unproven(step):
        return ()
    return worth_money(step.outcome) or (receipt_facts(session, step) if step.outcome.receipt_no else ())


def _print(session: Session, step: Done, stem: str) -> Button:
    print_ = print_button(session, text(f"load.{stem}.print"), text(f"load.{stem}.print_note"))
    if not copy_waits(session, step):
        return print_
    return replace(print_, enabled=False, reason=text("load.receipt_awaited"))


def _end(stem: str) -> Button:
    """Without paper the digits would be gone."""
    if stem == "token":
        return Button(
            "finish", text("load.token.written"), FinishTapped(), note=text("load.token.written_note")
        )
    return no_receipt()
