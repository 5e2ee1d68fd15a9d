"""Views as the technician's mode makes them, with words of the length the real ones have."""

from msgspec.structs import replace

from kiosk.session.view import Button
from kiosk.technician.view import (
    Board,
    Chip,
    ColourField,
    Desk,
    DeviceCard,
    Form,
    FormRow,
    Guide,
    Level,
    Lines,
    PinEntry,
    Ring,
    TechnicianView,
    TestList,
    TouchGrid,
)
from tests.screens.technician.sample_rows import ROWS, page
from tests.screens.technician.sample_sheet import sheet
from tests.screens.wording import button, fact, w

LEAVE = button("leave", "恢复营业", tone="primary")
BACK = button("back", "返回自检")
RUN_ALL, SINGLE, EXPORT = (
    button("run_all", "全部重测"),
    button("single", "单项测试"),
    button("export", "导出报告"),
)
TRACE = (
    "22:04:51 id_reader  > reset",
    "22:04:51 id_reader  < 00 00 90 ok 42 ms",
    "22:04:53 id_reader  eject hold 3.0 s → media taken 1.1 s",
    "22:05:02 printer    < paper near end",
    "22:05:07 button     waiting…",
)


def view(desk: Desk, *buttons: Button, **parts: object) -> TechnicianView:
    """The banner of the demonstration is the widest the top line can be."""
    fields: dict[str, object] = {"banner": w("演示 · 不会真的扣钱"), "whose": w("技术员 07 · 剩余 14:32")}
    title, clock = w("硬件自检 · 机号 LFL-380-01"), "2026-11-21 22:05"
    # The names of the parts are checked by TechnicianView itself when it is made.
    return TechnicianView(title=title, clock=clock, desk=desk, buttons=buttons, **fields | parts)  # type: ignore[arg-type]


def card(name: str, title: str, state: str, level: Level, *lines: str) -> DeviceCard:
    chip = Chip(w(state), level)
    return DeviceCard(name, w(title), chip, tuple(map(w, lines)), button(f"open_{name}", title))


CARDS = (
    card(
        "id_reader",
        "身份证读卡器",
        "正常",
        "ok",
        "/dev/ttyS1 · 115200",
        "SAM 模块应答 42 ms",
        "强制退证 3.0 s · 3 小时前",
    ),
    card(
        "card_reader", "银行卡读卡器", "正常", "ok", "入口 空 · 通道 空", "插入→退出 1.9 s", "CRT-310 V4.12"
    ),
    card("scanner", "扫码器", "正常", "ok", "触发→解码 86 ms", "最近:付款码"),
    card("printer", "凭条打印机", "缺纸预警", "warning", "纸将尽:请换纸卷", "切刀 正常 · 温度 正常"),
    card("note_acceptor", "纸币器", "正常", "ok", "钱箱 312 张 / 1000", "暂存位 空", "固件 4.12"),
    card("network", "后台网络", "正常", "ok", "往返 38 ms · 证书剩 212 天", "待上送 0 笔 · 待冲正 0 笔"),
    card("touch", "触摸屏", "正常", "ok", "25 点全部命中", "最大偏差 1.8 mm"),
    card("eject_button", "红色退证键", "测试中", "busy", "等待按下并按住 3 秒……"),
)
MORE_CARDS = (
    card("camera", "摄像头", "没有装", "unknown", "配置里没有这一项"),
    card(
        "terminal", "银行卡终端", "故障", "error", "串口 /dev/ttyS4 被别的程序占用", "关掉占用的程序,再点重试"
    ),
    card("display", "显示屏", "正常", "ok", "1080 x 1920 · 4.03 px/mm", "6 种颜色都看过 · 12 天前"),
    card("speaker", "喇叭", "没测过", "unknown", "还没有结果"),
    card("gateway", "支付网关", "正常", "ok", "往返 12 ms", "证书剩 212 天"),
    card("clock", "时钟", "正常", "ok", "与网关相差 0.3 s"),
    card("disk", "磁盘", "快满了", "warning", "剩 1.2 GB / 32 GB"),
    card("journal", "流水记录", "正常", "ok", "最后一笔 22:04:12", "校验通过"),
)
ALL_CARDS = CARDS + MORE_CARDS


def board() -> TechnicianView:
    return view(Board(CARDS, TRACE), RUN_ALL, SINGLE, EXPORT, LEAVE)


def board_all(ring: Ring | None = None, trace: tuple[str, ...] = TRACE) -> TechnicianView:
    return view(Board(ALL_CARDS, trace, ring), RUN_ALL, SINGLE, EXPORT, LEAVE)


def board_running() -> TechnicianView:
    cancel = button("cancel", "停止测试", tone="danger")
    return view(Board(ALL_CARDS, TRACE, Ring(9, 23, w("打印一个码,再读回来"))), cancel)


def board_eight_running() -> TechnicianView:
    cancel = button("cancel", "停止测试", tone="danger")
    return view(Board(CARDS, TRACE, Ring(22, 23, w("红色退证键"))), cancel)


def board_cannot_leave() -> TechnicianView:
    leave = button("leave", "恢复营业", tone="primary", off="身份证还在机器里,请先退出来")
    supplies = button("paper", "换纸"), button("cash_box", "换钱箱"), button("trace", "通信记录")
    news = w("报告已写到 U 盘:selftest-LFL-380-01-20261121-2205.json")
    return view(
        Board(ALL_CARDS, TRACE),
        RUN_ALL,
        SINGLE,
        *supplies,
        button("history", "历史"),
        EXPORT,
        leave,
        notice=news,
    )


def tests_of_one() -> TechnicianView:
    return view(TestList(w("凭条打印机"), ROWS[:4]), BACK, button("run_part", "测这一项", tone="primary"))


def tests_of_all() -> TechnicianView:
    return view(TestList(w("单项测试"), ROWS, page(2, 3)), BACK, RUN_ALL)


PASS, FAIL = button("yes", "看到了,正常"), button("no", "不正常", tone="danger")


def guide(picture: str = "id_card_in", left: float | None = 0.7, *answers: Button) -> TechnicianView:
    prompt = w("把测试身份证插进身份证入口,有字的一面朝上")
    desk = Guide(w("身份证:插入、读取、退出"), 1, 3, picture, prompt, answers, left)
    return view(desk, button("cancel", "停止这项测试"))


def guide_asking() -> TechnicianView:
    return guide("receipt_out", None, PASS, FAIL)


def guide_asking_with_time() -> TechnicianView:
    return guide("red_button", 0.35, PASS, FAIL, button("skip", "跳过"))


def grid(*hit: tuple[int, int], columns: int = 5, rows: int = 5) -> TechnicianView:
    answers = button("grid_done", "按完了"), button("grid_fail", "有地方按不到", tone="danger")
    prompt = w("用手指点每一格的十字,点到的格会变色")
    return view(TouchGrid(columns, rows, frozenset(hit), prompt, answers))


def colour(pattern: str) -> TechnicianView:
    prompt = w("看有没有坏点,再点任意处继续")
    # The pattern is checked by the page, which knows no others.
    return view(ColourField(pattern, prompt, button("colour_next", "继续")))  # type: ignore[arg-type]


KEYS = (
    *(button(f"digit_{d}", str(d)) for d in range(1, 10)),
    button("delete", "删除"),
    button("digit_0", "0"),
)
KEYS = (*KEYS, button("clear", "清空"))
FACTORS = fact("机柜门", "已打开"), fact("技术员卡", "没有插入")


def pin(entered: int = 0, problem: str = "") -> TechnicianView:
    desk = PinEntry(w("请输入技术员密码"), entered, KEYS, w(problem) if problem else None, FACTORS)
    return view(desk, button("leave", "离开"), whose=w("技术员入口"))


def closed() -> TechnicianView:
    problem = w("密码错了 6 次,键盘关闭,还剩 58 秒")
    keys = tuple(replace(key, enabled=False, reason=problem) for key in KEYS)
    return view(PinEntry(w("请输入技术员密码"), 0, keys, problem, FACTORS), button("leave", "离开"))


def form_row(name: str, label: str, value: str, note: str = "", chosen: bool = False) -> FormRow:
    select = button(f"choose_{name}", label) if name.startswith("counted") or chosen else None
    return FormRow(name, w(label), value, w(note) if note else None, chosen, select)


def paper() -> TechnicianView:
    rows = (
        form_row("printed", "这卷纸已打印", "412 张"),
        form_row("counted_lot", "新纸卷批号", "2026-", chosen=True),
        form_row("counted_metres", "新纸卷长度(米)", "80"),
        form_row("who", "技术员", "07"),
    )
    desk = Form(w("换纸卷"), w("装好新纸卷,关上盖子,再填写"), rows, KEYS)
    return view(desk, BACK, button("save", "记下并打印换纸单", tone="primary"))


def cash_box() -> TechnicianView:
    notes = (100, 50, 20, 10, 5, 1)
    counted = [
        form_row(f"counted_{n}", f"¥{n}", str(n % 7), f"机器记 {n % 5} 张", chosen=n == 20) for n in notes
    ]
    rows = (
        form_row("box", "钱箱编号", "CB-0417"),
        form_row("period", "从", "2026-11-01 08:30"),
        *counted,
        form_row("sum", "相差", "-¥20.00", "会记成一件差错"),
        form_row("second", "第二人", "没有签"),
    )
    problem = w("张数与机器记的不同:请再数一遍")
    desk = Form(w("取出钱箱 · 清点"), w("两人在场,逐种面额清点后填写"), rows, KEYS, problem)
    return view(desk, BACK, button("save", "清点完毕", tone="primary", off="还差第二个人签名"))


def act() -> TechnicianView:
    return view(
        Form(
            w("清点单"),
            w("请两人核对"),
            tuple(form_row(f"r{n}", f"第 {n} 项", f"¥{n * 100}.00") for n in range(12)),
        ),
        BACK,
        button("print", "打印清点单", tone="primary"),
    )


FILTERS = (
    button("all", "全部", tone="primary"),
    button("id_reader", "身份证读卡器"),
    button("printer", "凭条打印机"),
    button("card_reader", "银行卡读卡器"),
    button("faults", "只看故障"),
)
LONG_LINE = (
    "22:05:09.118 card_reader  < card_status 43 30 30 31 00 00 00 00 … 64 bytes, checksum wrong, sent again"
)


def trace(count: int = 15, first: str = LONG_LINE) -> TechnicianView:
    lines = [f"22:04:{s:02d}.{s * 37:03d} printer      > status 10 04 0{s % 4}" for s in range(count)]
    desk = Lines(w("通信记录"), (first, *lines), FILTERS, page(1, 12))
    return view(desk, BACK, button("save", "存到 U 盘"))


def history() -> TechnicianView:
    lines = tuple(f"2026-11-{d:02d} 22:05  打印一个码,再读回来  通过  {d}.4 s" for d in range(20, 8, -1))
    return view(Lines(w("测试历史"), lines), BACK)


VIEWS = {
    "board": board(),
    "board_all": board_all(),
    "board_running": board_running(),
    "board_eight_running": board_eight_running(),
    "board_cannot_leave": board_cannot_leave(),
    "tests_of_one": tests_of_one(),
    "tests_of_all": tests_of_all(),
    "guide": guide(),
    "guide_asking": guide_asking(),
    "guide_asking_with_time": guide_asking_with_time(),
    "guide_without_picture": guide("", None, PASS, FAIL),
    "grid": grid((0, 0), (1, 1), (4, 4)),
    "grid_aside": grid(*((c, r) for c in range(5) for r in range(5) if r != 2)),
    "colour_red": colour("red"),
    "colour_checks": colour("checks"),
    "pin": pin(3),
    "pin_wrong": pin(0, "密码不对,还可以试 4 次"),
    "pin_closed": closed(),
    "paper": paper(),
    "cash_box": cash_box(),
    "act": act(),
    "trace": trace(),
    "history": history(),
    "day_sheet": view(sheet(page(1, 5)), BACK, button("print", "打印日结单"), LEAVE),
}
