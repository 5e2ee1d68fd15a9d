"""Hand-made views: one of every screen the kiosk has, with the longest words that really occur."""

from typing import Any

from kiosk.session.view import (
    BillRow,
    Button,
    Capitals,
    Fact,
    Frame,
    HoldButton,
    Keypad,
    Overlay,
    Page,
    Progress,
    ScreenView,
    Total,
    Waiting,
    text,
)

PHONE = "962740"
WHOSE = "张** · 310***********0011"


def frame(**buttons: Button | None) -> Frame:
    standard: dict[str, Any] = {
        "exit": Button("exit", text("frame.exit"), "exit", tone="danger"),
        "back": Button("back", text("frame.back"), "back"),
        "help": Button("help", text("frame.help"), "help"),
    }
    return Frame(
        text("frame.brand"),
        "19:41",
        text("frame.phone", phone=PHONE),
        text("frame.machine", number="LFL-380-01"),
        **standard | buttons,
    )


def screen(name: Any, title: Any, **parts: Any) -> ScreenView:
    parts.setdefault("frame", frame())
    parts.setdefault("banner", text("frame.demonstration"))
    return ScreenView(name, title=title, spoken=title, **parts)


HOLD = HoldButton("eject", text("eject.label"), text("eject.note"), "down", "up", text("eject.hint"))
STEP = Progress(1, 3)


def home(utilities: tuple[str, ...] = ("electricity", "water", "gas", "heat")) -> ScreenView:
    tiles = tuple(
        Button(name, text(f"utility.{name}.bill"), name, icon=name, tone=name) for name in utilities
    )
    household = Button(
        "household",
        text("utility.household.bill"),
        "household",
        note=text("home.household_note"),
        icon="household",
        tone="primary",
    )
    services = Button("services", text("home.services"), "services", icon="services")
    return screen(
        "home",
        text("home.title"),
        prompt=text("home.prompt"),
        choices=(household, *tiles, services),
        footnote=text("home.methods"),
        frame=frame(exit=None, back=None),
    )


def choices() -> ScreenView:
    ways = (
        ("scan", "scan_bill", "primary", None),
        ("id_card", "id_card", "water", None),
        ("typed", "keypad", "electricity", None),
        ("ic_card", "ic_card", "heat", text("finding.device_off")),
    )
    return screen(
        "choices",
        text("finding.title"),
        prompt=text("finding.prompt"),
        progress=STEP,
        choices=tuple(
            Button(
                name,
                text(f"finding.{name}.label"),
                name,
                note=text(f"finding.{name}.note"),
                icon=icon,
                tone=tone,
                enabled=reason is None,
                reason=reason,
            )
            for name, icon, tone, reason in ways
        ),
    )


def accounts() -> ScreenView:
    def account(number: int, name: str) -> Button:
        label = text("account.label", address="临汾路 380 弄 ** 号", number="3102****0017")
        due = text("account.due", due="¥112.30")
        return Button(f"account_{number}", label, number, note=due, icon=name, tone=name)

    return screen(
        "choices",
        text("account.title", holder="欧阳**"),
        prompt=text("account.prompt"),
        progress=Progress(2, 3),
        choices=(account(1, "electricity"), account(2, "water"), account(3, "gas")),
        page=page(),
    )


def page() -> Page:
    return Page(
        1,
        2,
        Button("page_previous", text("page.previous"), "previous", enabled=False),
        Button("page_next", text("page.next"), "next"),
    )


def present_bill() -> ScreenView:
    typed = Button("typed", text("finding.typed.label"), "typed", icon="keypad")
    return screen(
        "present",
        text("present_bill.title"),
        prompt=text("present_bill.prompt"),
        progress=STEP,
        picture="bill_under_window",
        choices=(typed,),
    )


def present_terminal() -> ScreenView:
    return screen(
        "present",
        text("paying.enter_pin.title"),
        prompt=text("paying.prompt"),
        progress=Progress(3, 3),
        picture="card_on_terminal",
        total=Total(text("pay_code.due"), "¥238.75"),
        frame=frame(exit=None, back=Button("cancel_payment", text("paying.cancel"), "cancel")),
    )


def present_card() -> ScreenView:
    return screen(
        "present",
        text("insert.id_card.title"),
        prompt=text("insert.id_card.prompt"),
        progress=STEP,
        picture="id_card_in",
    )


def take_card(held_s: float | None = None) -> ScreenView:
    return screen(
        "take_card",
        text("take.id_card.title"),
        prompt=text("take.prompt_read"),
        progress=STEP,
        picture="id_card_out",
        hold=HOLD if held_s is None else HoldButton(*_hold_fields(), held_s=held_s),
        footnote=text("take.whose", whose=WHOSE),
        frame=frame(
            primary=Button(
                "go_on",
                text("frame.go_on"),
                "go_on",
                tone="primary",
                enabled=False,
                reason=text("take.first"),
            )
        ),
    )


def _hold_fields() -> tuple[Any, ...]:
    return tuple(getattr(HOLD, name) for name in HOLD.__struct_fields__[:6])


def keypad(entered: str = "3102 6641 0", missing: int = 4, *, wrong: bool = False) -> ScreenView:
    digits = [Button(f"digit_{n}", text("keypad.digit", digit=str(n)), n) for n in range(1, 10)]
    keys = (
        *digits,
        Button("delete", text("keypad.delete"), "delete"),
        Button("digit_0", text("keypad.digit", digit="0"), 0),
        Button("clear", text("keypad.clear"), "clear"),
    )
    problem = text("problem.number_wrong.prompt") if wrong else None
    hint = text("keypad.prompt", digits="13", where=text("utility.electricity.where"))
    return screen(
        "keypad",
        text("keypad.title", number=text("utility.electricity.number")),
        prompt=problem or hint,
        progress=STEP,
        keypad=Keypad(entered, missing, keys, problem),
        frame=frame(
            primary=Button(
                "next",
                text("frame.next"),
                "next",
                tone="primary",
                enabled=not missing,
                reason=text("keypad.missing", digits=str(missing)) if missing else None,
            )
        ),
    )


def bill(name: str, amount: str, note: Any, chosen: bool = True, reason: Any = None) -> BillRow:
    label = text(f"utility.{name}.bill")
    toggle = None if reason else f"toggle_{name}"
    return BillRow(f"bill_{name}", name, name, label, note, amount, chosen, toggle, reason)


def month(usage: str, unit: str) -> Any:
    period = text("date.month", y="2026", m="10")
    return text("bills.note", period=period, usage=usage, unit=unit)


def bills(*, paged: bool = False) -> ScreenView:
    late = text("bills.note_late", period=text("date.months", y="2026", m="9", m2="10"), late="¥1.20")
    return screen(
        "bills",
        text("bills.title", holder="张**"),
        prompt=text("bills.prompt_several", address="临汾路 380 弄 ** 号"),
        progress=Progress(2, 3),
        bills=(
            bill("electricity", "¥112.30", month("182", "度")),
            bill("water", "¥1,072.45", late, chosen=not paged),
            bill("gas", "¥54.00", month("18", "方"), chosen=False, reason=text("hindrance.being_paid"))
            if paged
            else bill("gas", "¥54.00", month("18", "方")),
        ),
        page=page() if paged else None,
        total=Total(text("bills.total"), "¥1,238.75", text("bills.capitals", sum=Capitals(123875))),
        footnote=text("bills.no_paper") if paged else None,
        frame=frame(primary=Button("pay", text("bills.pay"), "pay", tone="primary")),
    )


def methods() -> ScreenView:
    def method(name: str, tone: Any, reason: Any = None) -> Button:
        label, note = text(f"method.{name}.label"), text(f"method.{name}.note")
        return Button(
            name, label, name, note=note, icon=name, tone=tone, enabled=reason is None, reason=reason
        )

    return screen(
        "methods",
        text("methods.title", due="¥1,238.75"),
        prompt=text("methods.prompt"),
        progress=Progress(3, 3),
        choices=(
            method("phone_code", "primary"),
            method("bank_card", "water"),
            method("cash", "electricity", text("method_off.not_fitted")),
        ),
        footnote=text("methods.paper_low"),
    )


def pay_code() -> ScreenView:
    return screen(
        "pay_code",
        text("pay_code.title"),
        prompt=text("pay_code.prompt"),
        progress=Progress(3, 3),
        picture="phone_over_window",
        total=Total(text("pay_code.due"), "¥1,238.75"),
        frame=frame(back=Button("back", text("pay_code.other"), "back")),
    )


def waiting() -> ScreenView:
    return screen(
        "waiting",
        text("paying.sent.title"),
        prompt=text("paying.slow"),
        progress=Progress(3, 3),
        waiting=Waiting(None),
        total=Total(text("pay_code.due"), "¥238.75"),
        frame=frame(exit=None, back=Button("cancel_payment", text("paying.cancel"), "cancel")),
    )


def settled() -> ScreenView:
    moment = text("date.minute", y="2026", m="11", d="21", time="19:43")
    return screen(
        "done",
        text("settled.title"),
        prompt=text("settled.prompt", what=_three(), due="¥1,238.75"),
        facts=(Fact(text("fact.time"), moment), Fact(text("fact.receipt_no"), "8905 9261 0007")),
        mark="done",
        choices=(
            Button(
                "print",
                text("settled.print"),
                "print",
                note=text("settled.print_note"),
                icon="printer",
                tone="primary",
            ),
            Button("no_receipt", text("receipt.none"), "none", note=text("receipt.none_note")),
        ),
        frame=frame(back=None, primary=Button("another", text("receipt.another"), "another")),
    )


def _three() -> Any:
    short = {name: text(f"utility.{name}.short") for name in ("electricity", "water", "gas")}
    rest = text("settled.and", first=short["water"], rest=short["gas"])
    return text("settled.and", first=short["electricity"], rest=rest)


def pending() -> ScreenView:
    return screen(
        "done",
        text("pending.title"),
        prompt=text("pending.prompt", phone=PHONE),
        facts=(Fact(text("fact.reference"), "01J8 XK3M 9QRT"),),
        mark="checking",
        choices=(
            Button(
                "print",
                text("receipt.on_screen"),
                "print",
                note=text("receipt.no_printer"),
                icon="receipt",
                tone="primary",
            ),
            Button("no_receipt", text("receipt.none"), "none", note=text("receipt.none_note")),
        ),
        frame=frame(back=None),
    )


def not_charged() -> ScreenView:
    return screen(
        "done",
        text("not_charged.title"),
        prompt=text("problem.declined_funds.prompt"),
        mark="not_charged",
        choices=(
            Button("retry", text("not_charged.retry"), "retry", tone="primary"),
            Button("finish", text("not_charged.finish"), "finish"),
        ),
        code="declined_funds",
        frame=frame(back=None),
    )


def receipt_printing() -> ScreenView:
    return screen(
        "receipt",
        text("printing.title"),
        prompt=text("printing.prompt"),
        picture="receipt_out",
        waiting=Waiting(0.4),
        frame=frame(exit=None, back=None),
    )


def receipt_out() -> ScreenView:
    return screen(
        "receipt",
        text("take_receipt.title"),
        prompt=text("take_receipt.prompt_unsure"),
        picture="receipt_out",
        choices=(Button("incomplete", text("take_receipt.incomplete"), "incomplete"),),
        frame=frame(
            back=Button("another", text("receipt.another"), "another"),
            primary=Button("finish", text("take_receipt.finish"), "finish", tone="primary"),
        ),
    )


def receipt_code() -> ScreenView:
    moment = text("date.minute", y="2026", m="11", d="21", time="19:43")
    return screen(
        "receipt",
        text("problem.paper_out.title"),
        prompt=text("problem.paper_out.prompt"),
        qr="https://pay.example/r/890592610007?v=4K7Q2M",
        facts=(Fact(text("fact.time"), moment), Fact(text("fact.receipt_no"), "8905 9261 0007")),
        code="paper_out",
        frame=frame(back=None, primary=Button("finish", text("frame.finish"), "finish", tone="primary")),
    )


def notice() -> ScreenView:
    return screen(
        "notice",
        text("problem.household_unknown.title"),
        prompt=text("problem.household_unknown.prompt"),
        mark="warning",
        choices=(
            Button("retry", text("notice.retry"), "retry", tone="primary"),
            Button("call_help", text("frame.help"), "help", note=text("notice.help_note")),
        ),
        code="household_unknown",
        frame=frame(back=None),
    )


def goodbye() -> ScreenView:
    return screen(
        "goodbye",
        text("goodbye.title"),
        prompt=text("goodbye.prompt"),
        mark="done",
        frame=frame(
            exit=None, back=None, primary=Button("finish", text("frame.finish"), "finish", tone="primary")
        ),
    )


def goodbye_card() -> ScreenView:
    return screen(
        "goodbye",
        text("goodbye.title_card"),
        prompt=text("goodbye.prompt_card"),
        picture="id_card_out",
        hold=HOLD,
        frame=frame(exit=None, back=None),
    )


def out_of_service() -> ScreenView:
    return screen(
        "out_of_service",
        text("closed.title"),
        prompt=text("problem.gateway_down.title"),
        mark="warning",
        footnote=text("closed.phone", phone=PHONE),
        code="gateway_down",
        frame=frame(exit=None, back=None),
    )


def overlay_leave() -> ScreenView:
    buttons = (
        Button("leave", text("leave.go"), "leave", tone="danger"),
        Button("stay", text("leave.stay"), "stay", tone="primary"),
    )
    return overlaid(Overlay("leave", text("leave.title"), text("leave.prompt"), buttons))


def overlay_help() -> ScreenView:
    facts = (Fact(text("fact.phone"), PHONE), Fact(text("fact.machine"), "LFL-380-01"))
    understood = Button("stay", text("overlay.understood"), "stay", tone="primary")
    return overlaid(
        Overlay("help", text("help_night.title"), text("help_night.prompt"), (understood,), facts)
    )


def overlay_still_there() -> ScreenView:
    yes = Button("stay", text("still_there.yes"), "stay", tone="primary")
    return overlaid(
        Overlay("still_there", text("still_there.title"), text("still_there.prompt"), (yes,), countdown_s=17)
    )


def overlaid(overlay: Overlay) -> ScreenView:
    from msgspec.structs import replace

    return replace(methods(), overlay=overlay)


VIEWS: dict[str, ScreenView] = {
    "home": home(),
    "home_three": home(("electricity", "water", "gas")),
    "choices": choices(),
    "accounts": accounts(),
    "present_bill": present_bill(),
    "present_terminal": present_terminal(),
    "present_card": present_card(),
    "take_card": take_card(),
    "take_card_held": take_card(held_s=1.3),
    "keypad": keypad(),
    "keypad_wrong": keypad("3102 6641 0001 8", 0, wrong=True),
    "bills": bills(),
    "bills_paged": bills(paged=True),
    "methods": methods(),
    "pay_code": pay_code(),
    "waiting": waiting(),
    "settled": settled(),
    "pending": pending(),
    "not_charged": not_charged(),
    "receipt_printing": receipt_printing(),
    "receipt_out": receipt_out(),
    "receipt_code": receipt_code(),
    "notice": notice(),
    "goodbye": goodbye(),
    "goodbye_card": goodbye_card(),
    "out_of_service": out_of_service(),
    "overlay_leave": overlay_leave(),
    "overlay_help": overlay_help(),
    "overlay_still_there": overlay_still_there(),
}
