"""Codes to hold before the window: printed bills, and payment codes of phones that choose their own fate."""

import random
from dataclasses import dataclass
from typing import Final

from kiosk.gateway.demonstration.residents import Account

FOREIGN_BILL: Final = "https://pay.bill-elsewhere.example/q?id=55012"
NONSENSE: Final = "WIFI:T:WPA;S:somewhere;P:nothing;;"

WALLETS: Final = {"wechat": ("13", 18), "alipay": ("28", 18), "unionpay": ("62", 19), "ecny": ("01", 20)}
"""How the digits begin and how many they are, as in the wallets' public rules for payment codes; e-CNY has
none, and the demonstration's own."""

FATES: Final = {
    "approves": "0000",
    "password": "0001",
    "funds": "0002",
    "lost_charged": "0003",
    "lost_not_charged": "0004",
    "late": "0005",
    "expired": "9999",
}
"""How they end: what the demonstration's payment provider makes of them."""


@dataclass(frozen=True)
class ShownCode:
    text: str
    symbology: str


def bill_code(utility: str, account: Account) -> ShownCode:
    """As the billers of the demonstration print it. Raises KeyError for a utility without a printed code."""
    if utility == "electricity":
        return ShownCode(account.number, "code128")
    latest = account.bills[-1] if account.bills else None
    month, due_fen = (latest.ends.replace("-", ""), latest.due_fen) if latest else ("202610", 0)
    text = {
        "water": f"W{account.number}{month}{due_fen:08d}",
        "gas": f"https://bill.example/g?acct={account.number}",
    }
    return ShownCode(text[utility], "qr")


def phone_code(wallet: str, fate: str, chance: random.Random) -> ShownCode:
    """A fresh one: every payment code is accepted once."""
    begins, digits = WALLETS[wallet]
    places = digits - len(begins) - len(FATES[fate])
    free = "".join(str(chance.randrange(10)) for _ in range(places))
    return ShownCode(f"{begins}{free}{FATES[fate]}", "qr")
