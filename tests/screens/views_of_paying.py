"""Hand-made views from the bills to the farewell, and the questions that lie over a screen."""

from msgspec.structs import replace

from kiosk.session.view import BillRow, HoldButton, Overlay, Progress, ScreenView, Tone, Total, Waiting
from tests.screens.views_of_finding import HOLD_WORDS, keypad, page
from tests.screens.wording import button, fact, frame, screen, w

CONFIRM, PAY = Progress(2, 3), Progress(3, 3)
DUE = Total(w("要付"), "¥1,238.75")
TIME, SERIAL = fact("时间", "2026年11月21日 19:43"), fact("流水号", "8905 9261 0007")
CANCEL = button("cancel_payment", "不付了")
FINISH = button("finish", "好了", tone="primary")


def bill(name: Tone, label: str, amount: str, note: str, *, chosen: bool = True, reason: str = "") -> BillRow:
    toggle = None if reason else f"bill_{name} tapped"
    why = w(reason) if reason else None
    opens, hint = f"bill_{name} opened", w("看明细")
    return BillRow(f"bill_{name}", name, name, w(label), w(note), amount, chosen, toggle, why, opens, hint)


def bills() -> ScreenView:
    return screen(
        "bills",
        "张** 家要交的费",
        "临汾路 380 弄 ** 号 · 不想交的,点一下去掉",
        progress=CONFIRM,
        bills=(
            bill("electricity", "电费", "¥112.30", "2026年10月 · 182度"),
            bill("water", "水费", "¥1,072.45", "2026年9—10月 · 含滞纳金 ¥1.20"),
            bill("gas", "燃气费", "¥54.00", "2026年10月 · 18方"),
        ),
        total=Total(w("一共"), "¥1,238.75", w("大写 壹仟贰佰叁拾捌元柒角伍分")),
        frame=frame(primary=button("pay", "去付款", tone="primary")),
    )


def bills_paged() -> ScreenView:
    rows = (
        bill("electricity", "电费", "¥112.30", "2026年10月 · 182度"),
        bill("water", "水费", "¥1,072.45", "2026年10月 · 21吨", chosen=False),
        bill("gas", "燃气费", "¥54.00", "", chosen=False, reason="有人正在交这一笔"),
    )
    return replace(bills(), bills=rows, page=page(), footnote=w("凭条纸用完了,付好以后可以拍照留底"))


def one_bill() -> ScreenView:
    """As full as it gets: two lines of prompt, seven facts, a button and a footnote."""
    items = ("阶梯电费第一档", "阶梯电费第二档", "阶梯电费第三档", "国家重大水利工程建设基", "其他")
    return screen(
        "bill",
        "电费",
        "2025年12月—2026年1月,户号 *********0017",
        progress=CONFIRM,
        facts=(fact("用量", "1212度"), *(fact(item, "¥1,072.45") for item in items), fact("滞纳金", "¥1.20")),
        total=Total(w("一共"), "¥1,238.75"),
        choices=(button("toggle", "这张不交"),),
        footnote=w("收费单位现在问不到,这是 11-21 17:41 查到的数。付款时再核对。"),
    )


def methods() -> ScreenView:
    return screen(
        "methods",
        "怎么付 ¥1,238.75?",
        "也可以直接把付款码对准扫码窗",
        progress=PAY,
        choices=(
            button("phone_code", "手机付款码", "微信、支付宝", "phone_code", "primary"),
            button("bank_card", "银行卡", "插卡或贴卡,在密码键盘上按密码", "bank_card", "water"),
            button("cash", "现金", "", "cash", "electricity", off="这台机器不收现金,请到服务窗口付"),
            button("recharge_card", "电费充值卡", "", "recharge_card", "heat", off="只付电费,请返回去掉水费"),
        ),
        footnote=w("凭条纸不多了,这一张还够用"),
    )


def recharge_code() -> ScreenView:
    """The longest code there is, and the longest words over it."""
    wrong = "没有扣钱。卡里只有 ¥100.00,不够付 ¥1,238.75。请换张卡,或换个方式。"
    return replace(keypad("9912 0000 0000 0000 06", 0, wrong), title=w("卡里的钱不够"), progress=PAY)


def recharge_card() -> ScreenView:
    sums = (Total(w("卡里有"), "¥2,500.00"), Total(w("电费"), "¥1,238.75"), Total(w("余下"), "¥1,261.25"))
    return screen(
        "recharge_card",
        "卡里有 ¥2,500.00",
        "电费 ¥1,238.75,余下 ¥1,261.25 存进您的户头,不找零。",
        progress=PAY,
        sums=sums,
        rules=(w("确认以后,这张卡就用完了"),),
        choices=(button("agree", "确认付款", icon="tick", tone="primary"),),
        frame=frame(back=button("back", "换个方式")),
    )


def pay_code() -> ScreenView:
    return screen(
        "pay_code",
        "请把付款码对准扫码窗",
        "打开手机上的微信或支付宝,点“收付款”",
        progress=PAY,
        picture="phone_over_window",
        total=DUE,
        frame=frame(back=button("back", "换个方式")),
    )


def cash() -> ScreenView:
    return screen(
        "cash",
        "请一张一张放钞票",
        "摊平了,放进收钞口",
        progress=PAY,
        picture="note_in",
        sums=(Total(w("要交"), "¥1,238.75"),),
        rules=(w("收 1、5、10、20、50、100 元纸币"), w("不找零"), w("放多了,那一张会退给您")),
        frame=frame(exit_=None, back=button("stop_notes", "不付了")),
    )


def cash_inside() -> ScreenView:
    sums = (
        Total(w("要交"), "¥1,238.75"),
        Total(w("已放进"), "¥1,200.00"),
        Total(w("还差"), "¥1,038.75"),
    )
    short = w("不找零,多放的钱存进您的户头")
    return replace(cash(), picture="note_out", sums=sums, rules=(), footnote=short)


def terminal() -> ScreenView:
    return screen(
        "present",
        "请在密码键盘上按密码",
        "请不要走开,马上就好",
        progress=PAY,
        picture="card_on_terminal",
        total=DUE,
        frame=frame(exit_=None, back=CANCEL),
    )


def waiting() -> ScreenView:
    return screen(
        "waiting",
        "正在付款",
        "还在等付款结果,请再等等,不要重复付",
        progress=PAY,
        waiting=Waiting(),
        total=DUE,
        frame=frame(exit_=None, back=CANCEL),
    )


def settled() -> ScreenView:
    return screen(
        "done",
        "交好了",
        "电、水、燃气 共 ¥1,238.75",
        facts=(TIME, SERIAL),
        mark="done",
        choices=(
            button("print", "打印凭条", "带收讫章", "printer", "primary"),
            button("no_receipt", "不用打印", "就这样结束"),
        ),
        frame=frame(back=None, primary=button("another", "再交费")),
    )


def pending() -> ScreenView:
    return screen(
        "done",
        "正在核实",
        "钱可能已经扣了,请不要再付。结果可打 962740 问。",
        facts=(fact("查询号", "01J8 XK3M 9QRT"),),
        mark="checking",
        choices=(
            button("print", "看电子凭条", "凭条纸用完了,可以拍照留底", "receipt", "primary"),
            button("no_receipt", "不用打印", "就这样结束"),
        ),
        frame=frame(back=None),
    )


def not_charged() -> ScreenView:
    return screen(
        "done",
        "没有扣钱",
        "余额不够,没有扣钱。请换一张卡或别的方式。",
        mark="not_charged",
        choices=(button("retry", "再试一次", tone="primary"), button("finish", "不交了")),
        code=w("情况代号 301"),
        frame=frame(back=None),
    )


def receipt_printing() -> ScreenView:
    return screen(
        "receipt",
        "正在打印凭条",
        "请在出纸口等一等",
        picture="receipt_out",
        waiting=Waiting(0.4),
        frame=frame(exit_=None, back=None),
    )


def receipt_out() -> ScreenView:
    return screen(
        "receipt",
        "请取走凭条",
        "请看看凭条打全了没有",
        picture="receipt_out",
        choices=(button("incomplete", "没打全"),),
        frame=frame(back=button("another", "再交费"), primary=button("finish", "拿好了", tone="primary")),
    )


def receipt_code() -> ScreenView:
    return screen(
        "receipt",
        "凭条纸用完了",
        "不影响交费,可以用手机拍下这个码留底。",
        qr="https://pay.example/r/890592610007?v=4K7Q2M",
        facts=(TIME, SERIAL),
        code=w("情况代号 401"),
        frame=frame(back=None, primary=FINISH),
    )


def goodbye() -> ScreenView:
    last = frame(exit_=None, back=None, primary=FINISH)
    return screen("goodbye", "谢谢,请慢走", "请带好身份证、手机和凭条", mark="done", frame=last)


def goodbye_card() -> ScreenView:
    return screen(
        "goodbye",
        "请取走您的卡",
        "卡还在机器里,取走以后才能结束",
        picture="id_card_out",
        hold=HoldButton("eject", *HOLD_WORDS),
        frame=frame(exit_=None, back=None),
    )


LEAVE = Overlay(
    "leave",
    w("不交了吗?"),
    w("现在还没有扣钱"),
    (button("leave", "不交了", tone="danger"), button("stay", "接着交", tone="primary")),
)
CALL = Overlay(
    "help",
    w("找人帮忙"),
    w("现在是夜里,请打服务热线,报上机号"),
    (button("stay", "知道了", tone="primary"),),
    (fact("服务热线", "962740"), fact("机号", "LFL-380-01")),
)
STILL_THERE = Overlay(
    "still_there",
    w("您还在吗?"),
    w("还要用,请点一下屏幕"),
    (button("stay", "我还在", tone="primary"),),
    countdown_s=17,
)

VIEWS: dict[str, ScreenView] = {
    "bills": bills(),
    "bills_paged": bills_paged(),
    "one_bill": one_bill(),
    "methods": methods(),
    "pay_code": pay_code(),
    "recharge_code": recharge_code(),
    "recharge_card": recharge_card(),
    "terminal": terminal(),
    "cash": cash(),
    "cash_inside": cash_inside(),
    "waiting": waiting(),
    "settled": settled(),
    "pending": pending(),
    "not_charged": not_charged(),
    "receipt_printing": receipt_printing(),
    "receipt_out": receipt_out(),
    "receipt_code": receipt_code(),
    "goodbye": goodbye(),
    "goodbye_card": goodbye_card(),
    "overlay_leave": replace(methods(), overlay=LEAVE),
    "overlay_help": replace(methods(), overlay=CALL),
    "overlay_still_there": replace(methods(), overlay=STILL_THERE),
}
