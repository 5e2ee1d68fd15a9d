"""Hand-made views of the way to the bills: first screen, questions, slots, window, keypad."""

from msgspec.structs import replace

from kiosk.session.view import HoldButton, Keypad, Page, Progress, ScreenView
from tests.screens.wording import button, frame, screen, w

FIND = Progress(1, 3)
HOLD_WORDS = (w("证件卡住了?"), w("按住红色按钮 3 秒,证件马上退出来"), "down", "up", w("请按住不放,数到 3"))

HOUSEHOLD = button("household", "水电气一起交", "一次付清", "household", "primary")
UTILITIES = (
    button("electricity", "电费", icon="electricity", tone="electricity"),
    button("water", "水费", icon="water", tone="water"),
    button("gas", "燃气费", icon="gas", tone="gas"),
    button("heat", "暖气费", icon="heat", tone="heat"),
)
SERVICES = button("services", "查询 · 报修 · 其他服务", icon="services")


def home(utilities: int = 4) -> ScreenView:
    return screen(
        "home",
        "您要交什么费?",
        "点一下大按钮,或者直接扫账单、放身份证",
        choices=(HOUSEHOLD, *UTILITIES[:utilities], SERVICES),
        footnote=w("可以用:手机付款码、银行卡。不收手续费。\n要付现金,请按“找人帮忙”。"),
        frame=frame(exit_=None, back=None),
    )


def choices() -> ScreenView:
    return screen(
        "choices",
        "怎么找到您家的账单?",
        "挑一个最方便的",
        progress=FIND,
        choices=(
            button("scan", "扫账单", "把账单上的条码对准扫码窗", "scan_bill", "primary"),
            button("id_card", "刷身份证", "放进身份证入口,读完就退", "id_card", "water"),
            button("typed", "输户号", "账单上那一串数字", "keypad", "electricity"),
            button("ic_card", "插卡", "燃气卡、购电卡", "ic_card", "heat", off="这里正在检修,请用别的办法"),
        ),
    )


def page() -> Page:
    return Page(
        1, 2, replace(button("page_previous", "上一页"), enabled=False), button("page_next", "下一页")
    )


def accounts() -> ScreenView:
    return screen(
        "choices",
        "欧阳** 家有几户,交哪一户?",
        "请点一下要交的那一户",
        progress=Progress(2, 3),
        choices=(
            button(
                "account_1",
                "临汾路 380 弄 ** 号 · 3102****0017",
                "要交 ¥112.30",
                "electricity",
                "electricity",
            ),
            button("account_2", "临汾路**弄 · 0213****12", "要交 ¥1,072.45", "water", "water"),
            button("account_3", "临汾路**弄 · 9038****34", "不欠费", "gas", "gas"),
        ),
        page=page(),
    )


def present_bill() -> ScreenView:
    return screen(
        "present",
        "请把账单对准扫码窗",
        "条码朝里,离窗口一个手掌远",
        progress=FIND,
        picture="bill_under_window",
        choices=(button("typed", "输户号", icon="keypad"),),
    )


def present_card(picture: str = "id_card_in") -> ScreenView:
    return screen("present", "请放进身份证", "照片朝上,读完马上退给您", progress=FIND, picture=picture)


def take_card(held_s: float | None = None) -> ScreenView:
    return screen(
        "take_card",
        "请取走您的身份证",
        "已经读好了。卡正从入口退出来。",
        progress=FIND,
        picture="id_card_out",
        hold=HoldButton("eject", *HOLD_WORDS, held_s=held_s),
        footnote=w("张** · 310***********0011"),
        frame=frame(primary=button("go_on", "继续", tone="primary", off="先取走卡")),
    )


def keypad(entered: str = "3102 6641 0", missing: int = 4, problem: str = "") -> ScreenView:
    digits = [button(f"digit_{figure}", str(figure)) for figure in range(10)]
    keys = (*digits[1:], button("delete", "删除"), digits[0], button("clear", "清空"))
    off = f"还差 {missing} 位" if missing else ""
    return screen(
        "keypad",
        "请输入电费户号",
        problem or "13 位数字,印在账单右上角",
        progress=FIND,
        keypad=Keypad(entered, missing, keys, w(problem) if problem else None),
        frame=frame(primary=button("next", "下一步", tone="primary", off=off)),
    )


def notice() -> ScreenView:
    return screen(
        "notice",
        "没有找到您家的账单",
        "没有扣钱。请扫账单,或者输账单上的户号。",
        mark="warning",
        choices=(
            button("retry", "好,再试一次", tone="primary"),
            button("call_help", "找人帮忙", "工作人员来帮您"),
        ),
        code=w("情况代号 105"),
        frame=frame(back=None),
    )


def out_of_service() -> ScreenView:
    return screen(
        "out_of_service",
        "现在不能在这里缴费",
        "网络断了",
        mark="warning",
        footnote=w("急着交费,请打服务热线 962740"),
        code=w("情况代号 107"),
        frame=frame(exit_=None, back=None),
    )


VIEWS: dict[str, ScreenView] = {
    "home": home(),
    "home_three": home(3),
    "choices": choices(),
    "accounts": accounts(),
    "present_bill": present_bill(),
    "present_card": present_card(),
    "take_card": take_card(),
    "take_card_held": take_card(1.3),
    "keypad": keypad(),
    "keypad_wrong": keypad("3102 6641 0001 8", 0, "户号有一位不对,请对着账单看一看"),
    "notice": notice(),
    "out_of_service": out_of_service(),
}
