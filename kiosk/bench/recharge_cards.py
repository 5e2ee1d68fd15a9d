"""Recharge cards on the bench: one in the hand at a time, its code to be typed or its barcode to be shown.

All of them are the demonstration's; what a resident types is never here.
"""

import random
from collections.abc import Callable

from kiosk.bench.code_window import CodeWindowPart
from kiosk.bench.codes import ShownCode
from kiosk.bench.control import Board, Control, always
from kiosk.bench.words import BenchWords
from kiosk.gateway.demonstration.recharge_cards import Card, Cards
from kiosk.session.numbers import grouped
from screens.bench_panel.bench_view import BenchDevice

UNUSABLE = ("used", "expired", "blocked", "other_biller")


class RechargeCardsPart:
    """Which card of a kind is taken is left to `chance`: one that was spent before this start is used up."""

    def __init__(
        self, cards: Cards, window: CodeWindowPart | None, words: BenchWords, chance: random.Random
    ) -> None:
        self._cards, self._window, self._chance = cards, window, chance
        self._code = ""
        self.board = Board(words, "recharge_cards")
        worths = sorted({card.face_fen for card in cards.values() if card.state == "usable"})
        self.board.row("cards", *(self._worth(fen) for fen in worths), across=5)
        self.board.row("unusable", *(self._spoilt(state) for state in UNUSABLE), across=4)
        if window is not None:
            self.board.row(
                "", self.board.control("show", self._show, lambda: bool(self._code) and window.seen())
            )

    def device(self) -> BenchDevice:
        if not self._code:
            return self.board.device("recharge_card", self.board.says("nothing"))
        return self.board.device(
            "recharge_card", self.board.words("recharge_cards.code", code=grouped(self._code, 4))
        )

    def _worth(self, face_fen: int) -> Control:
        good = Card(face_fen, "usable")
        return self.board.numbered(
            "take", str(face_fen // 100), lambda: self._take(lambda card: card == good), always
        )

    def _spoilt(self, state: str) -> Control:
        return self.board.control(state, lambda: self._take(lambda card: card.state == state))

    def _take(self, wanted: Callable[[Card], bool]) -> None:
        self._code = self._chance.choice([code for code, card in self._cards.items() if wanted(card)])

    def _show(self) -> None:
        if self._window is not None:
            self._window.show("recharge_card", ShownCode(self._code, "code128"))
