"""Writes providers' day-end files as they are documented, from movements that a test knows to be true."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from kiosk.reconcile.day import told_moment
from kiosk.reconcile.records import Movement
from kiosk.reconcile.sums import yuan_of

WECHAT_HEADER = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
    "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
    "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
_WECHAT_SUMMARY = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
)

ALIPAY_HEADER = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,"
    "券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)


def wechat_line(movement: Movement) -> str:
    kind, number = movement.key
    sum_ = yuan_of(movement.fen)
    if kind == "charge":
        order_no, refund_no, state, order_sum, refund_sum = number, "0", "SUCCESS", sum_, "0.00"
    elif len(number) == 32:
        order_no, refund_no, state, order_sum, refund_sum = number, "0", "REVOKED", sum_, sum_
    else:
        order_no, refund_no, state, order_sum, refund_sum = "x" * 32, number, "REFUND", "0.00", sum_
    values = [
        told_moment(movement.at_ms), "wx0", "1900000000", "0", "hut-1", "42000", order_no, "payer",
        "MICROPAY", state, "OTHERS", "CNY", order_sum, "0.00", "0", refund_no, refund_sum, "0.00", "", "",
        "水费,电费", "", "0.00000", "0.60%", order_sum, refund_sum, "",
    ]  # fmt: skip
    return ",".join(f"`{value}" for value in values)


def write_wechat(path: Path, movements: Iterable[Movement]) -> Path:
    lines = [wechat_line(movement) for movement in movements]
    summary = ",".join(f"`{value}" for value in (len(lines), "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"))
    path.write_text("\r\n".join([WECHAT_HEADER, *lines, _WECHAT_SUMMARY, summary, ""]), encoding="utf-8")
    return path


def alipay_line(movement: Movement) -> str:
    kind, number = movement.key
    sum_ = yuan_of(movement.fen if kind == "charge" else -movement.fen)
    is_order = kind == "charge" or len(number) == 32
    order_no, refund_no = (number, "") if is_order else ("x" * 32, number)
    at = told_moment(movement.at_ms)
    values = [
        "2026\t", f"{order_no}\t", "交易\t" if kind == "charge" else "退款\t", "燃气费", at, at, "\t",
        "\t", "\t", "\t", "**残(s***@example.com)\t", sum_, sum_, "0.00", "0.00", "0.00", "0.00", "0.00", "", "0.00\t",
        "0.00", f"{refund_no}\t", "0.00", "0.00", "",
    ]  # fmt: skip
    return ",".join(values)


def alipay_text(movements: Iterable[Movement]) -> str:
    listed = list(movements)
    charges = sum(movement.key.kind == "charge" for movement in listed)
    head = ["#支付宝业务明细查询", "#账号：[2088000000000000]", "#起始日期：[...]   终止日期：[...]"]
    begin, end = (f"#{'-' * 41}{words}{'-' * 40}" for words in ("业务明细列表", "业务明细列表结束"))
    totals = [
        f"#交易合计：{charges}笔，商家实收共0.00元，商家优惠共0.00元",
        f"#退款合计：{len(listed) - charges}笔，商家实收退款共0.00元，商家优惠退款共0.00元",
        "#导出时间：[2026年11月22日 10:05:00]",
    ]
    lines = [*head, begin, ALIPAY_HEADER, *map(alipay_line, listed), end, *totals, ""]
    return "\r\n".join(lines)


def zip_of(path: Path, details: bytes) -> Path:
    summary = "#支付宝业务汇总查询\r\n#账号：[2088000000000000]\r\n".encode("gbk")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("20880000_20261121_业务明细(汇总).csv", summary)
        archive.writestr("20880000_20261121_业务明细.csv", details)
    return path


def write_alipay(path: Path, movements: Iterable[Movement]) -> Path:
    return zip_of(path, alipay_text(movements).encode("gbk"))
