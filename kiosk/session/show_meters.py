"""Screens of a prepaid meter before money: which one, what is in it, why nothing may be bought, and what is
paid for it already."""

from kiosk.payment import amount
from kiosk.session.events import FinishTapped, LoadAgainTapped, MeterAgreed, MeterTapped
from kiosk.session.household import LocalTime
from kiosk.session.journey_prepaid import looks_only
from kiosk.session.loads import GIVEN_BACK, Load
from kiosk.session.meters import Meter
from kiosk.session.model import Session
from kiosk.session.show_pages import cut, leaf_of, page_of
from kiosk.session.show_parts import CONFIRM, back_button, day_of, frame, this_year
from kiosk.session.steps_prepaid import ChooseMeter, ShowMeter
from kiosk.session.view import Button, Fact, Filling, Page, ScreenView, Text, text

MOST_AGAIN, MOST_ANSWERS = 3, 4
"""Earlier loads beside what is in a meter; answers of any screen. One less where leaves are turned."""


def choose_meter(session: Session, step: ChooseMeter) -> ScreenView:
    page, holders = page_of(session, len(step.meters)), _holders(step)
    return ScreenView(
        "choices",
        title=text("prepaid.which_to_look_at" if looks_only(session) else "prepaid.which"),
        prompt=_whose(holders),
        progress=CONFIRM,
        choices=tuple(_meter_button(session, step, meter) for meter in cut(session, step.meters, page)),
        page=page,
        frame=frame(session, back=back_button()),
        spoken=text("prepaid.which_to_look_at" if looks_only(session) else "prepaid.which_spoken"),
    )


def _holders(step: ChooseMeter) -> frozenset[str]:
    """Who are named: of what is paid and unfinished its company is not asked whose it is."""
    return frozenset(meter.holder_masked for meter in step.meters if meter.holder_masked)


def _whose(holders: frozenset[str]) -> Text:
    if len(holders) > 1:
        return text("prepaid.holders")
    return text("account.prompt", holder=next(iter(holders))) if holders else text("prepaid.places")


def _meter_button(session: Session, step: ChooseMeter, meter: Meter) -> Button:
    utility = session.rules.utility(meter.utility)
    told_whose = len(_holders(step)) > 1 and meter.holder_masked
    return Button(
        f"meter_{step.meters.index(meter) + 1}",
        text("account.label", number=meter.account_masked),
        MeterTapped(meter.meter_id),
        note=text("prepaid.whose_at", holder=meter.holder_masked, address=meter.address)
        if told_whose
        else text("prepaid.at", address=meter.address),
        icon=utility.icon,
        tone=utility.tone,
    )


def show_meter(session: Session, step: ShowMeter) -> ScreenView:
    meter = step.meter
    if looks_only(session) and meter.balance_fen is not None and meter.open_load is None:
        return _balance(session, step)
    if meter.state != "may_load" or looks_only(session):
        return _not_now(session, step)
    agree = Button("agree", text("prepaid.agree"), MeterAgreed(), tone="primary")
    again, leaf = _again(session, meter, MOST_AGAIN)
    return ScreenView(
        "bill",
        title=text(f"prepaid.{meter.utility}.meter"),
        prompt=text("prepaid.of", holder=meter.holder_masked, number=meter.account_masked),
        progress=CONFIRM,
        facts=_once(_facts(meter), leaf),
        choices=again,
        leaf=leaf,
        frame=frame(session, back=back_button(), primary=agree),
        spoken=text("prepaid.meter_spoken"),
    )


def _again(
    session: Session, meter: Meter, room: int, *, first_empty: bool = False
) -> tuple[tuple[Button, ...], Page | None]:
    """What earlier loads have ended in, and may have been lost: the newest first; none is left out, so that
    where there are more than `room` the others are leafed to; all of them where the first leaf has no room
    beside what stands there. At a larger size `reflow` cuts."""
    every = tuple(
        Button(
            f"again_{place}",
            text(f"prepaid.again.{load.state}"),
            LoadAgainTapped(load.load_id),
            note=_paid(load),
        )
        for place, load in enumerate(meter.told_again, 1)
    )
    if session.comfort.size > 100 or not every or (len(every) <= room and not first_empty):
        return every, None
    a_leaf = room - 1
    leaf = leaf_of(session, first_empty + -(-len(every) // a_leaf))
    first = (leaf.number - 1 - first_empty) * a_leaf if leaf else 0
    return every[first : first + a_leaf] if first >= 0 else (), leaf


def _once(facts: tuple[Fact, ...], leaf: Page | None) -> tuple[Fact, ...]:
    """What is in the meter stands on the first leaf alone."""
    return facts if leaf is None or leaf.number == 1 else ()


def _paid(load: Load) -> Text:
    paid = amount.digits(load.amount_fen)
    if load.paid_on is None:
        return text("prepaid.again.note", sum=paid)
    return text("prepaid.again.note_on", sum=paid, day=day_of(load.paid_on))


def _balance(session: Session, step: ShowMeter) -> ScreenView:
    """What is in it, for whoever came to know that alone."""
    meter = step.meter
    again, leaf = _again(session, meter, MOST_AGAIN)
    return ScreenView(
        "bill",
        title=text(f"prepaid.{meter.utility}.holds"),
        prompt=text("prepaid.of", holder=meter.holder_masked, number=meter.account_masked),
        facts=_once(_sums(meter), leaf),
        choices=again,
        leaf=leaf,
        frame=frame(
            session,
            back=back_button(),
            primary=Button("finish", text("frame.finish"), FinishTapped(), tone="primary"),
        ),
        spoken=text("prepaid.holds_spoken"),
    )


def _facts(meter: Meter) -> tuple[Fact, ...]:
    return (*_sums(meter), Fact(text("prepaid.limits"), text("prepaid.from_to", **limits(meter))))


def _sums(meter: Meter) -> tuple[Fact, ...]:
    last = (_sum_at("last", meter.last_fen, meter.last_at),) if meter.last_fen else ()
    return (*_left(meter), *last)


def _left(meter: Meter) -> tuple[Fact, ...]:
    """Nothing where nobody knows what is in it."""
    return () if meter.balance_fen is None else (_sum_at("balance", meter.balance_fen, meter.balance_at),)


def _sum_at(what: str, fen: int, at: LocalTime | None) -> Fact:
    """With the day it is of, where that is known: a balance is worth nothing without."""
    digits = amount.signed(fen)
    day = text("prepaid.on", sum=digits, at=this_year(at)) if at else digits
    return Fact(text(f"prepaid.{what}"), day)


def limits(meter: Meter) -> dict[str, Filling]:
    return {"least": str(meter.least_yuan), "most": str(meter.most_yuan)}


def _not_now(session: Session, step: ShowMeter) -> ScreenView:
    """Why nothing may be bought, that nothing was paid, and what to do; what is paid already goes on, and
    comes before what is in the meter, also for whoever asks for that alone."""
    load = step.meter.open_load
    on = _on(session, step.meter)
    left = _left(step.meter) if looks_only(session) else ()
    again, leaf = _again(session, step.meter, MOST_ANSWERS - len(on) - 1, first_empty=bool(on and left))
    finish = Button("finish", text("frame.finish"), FinishTapped(), tone="plain" if on else "primary")
    title, prompt = _told(step)
    return ScreenView(
        "notice",
        title=title,
        prompt=prompt,
        progress=CONFIRM,
        mark="checking" if load else "warning",
        facts=_once(left, leaf),
        choices=(*on, *again, finish),
        leaf=leaf,
        frame=frame(session, back=back_button("nothing_owed.other")),
        spoken=title,
    )


def _on(session: Session, meter: Meter) -> tuple[Button, ...]:
    """The one way on from here, where there is one."""
    if meter.open_load is not None:
        return (Button("carry_on", text("prepaid.carry_on"), MeterAgreed(), icon="tick", tone="primary"),)
    if meter.state != "by_card":
        return ()
    off = not session.works("card_reader")
    return (
        Button(
            "put_card_in",
            text("prepaid.put_card_in"),
            MeterAgreed(),
            icon="ic_card",
            tone="primary",
            enabled=not off,
            reason=text("finding.device_off") if off else None,
        ),
    )


def _told(step: ShowMeter) -> tuple[Text, Text]:
    meter, load = step.meter, step.meter.open_load
    if load is not None:
        stem = "back" if load.over else "back_cash" if load.state in GIVEN_BACK else "unfinished"
        return text(f"prepaid.{stem}.title"), text(
            f"prepaid.{stem}.prompt", sum=amount.digits(load.amount_fen)
        )
    if meter.state == "may_load":  # and nobody knows what is in it
        return text("prepaid.no_balance.title"), text("prepaid.no_balance.prompt")
    if meter.state in {"biller_closed", "biller_paused"}:
        title = text(f"prepaid.{meter.state}.title")
        if meter.next_opening is None:
            return title, text("prepaid.opens_later")
        return title, text("prepaid.opens", opening=this_year(meter.next_opening))
    return text(f"prepaid.{meter.state}.title"), text(f"prepaid.{meter.state}.prompt")
