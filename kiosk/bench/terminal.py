"""The bank-card terminal on the bench: card and PIN, what its own display asks for, and what can go wrong."""

from collections.abc import Callable

from drivers.terminal.port import DeclineReason
from drivers.terminal.simulator import SimulatedTerminal
from kiosk.bench.control import Board, Switch
from kiosk.bench.words import BenchWords
from screens.bench_panel.bench_view import BenchDevice

_CARD = "6222020200112233446"
"""Synthetic; the terminal keeps four digits of it."""


_CARD_INSIDE = ("enter_pin", "processing", "remove_card")


class TerminalPart:
    def __init__(self, terminal: SimulatedTerminal, words: BenchWords) -> None:
        self._terminal = terminal
        self.board = Board(words, "terminal")
        self._lay_out()

    def _lay_out(self) -> None:
        terminal, board = self._terminal, self.board
        silence = Switch(terminal.fall_silent_after_approval, terminal.speak_again)
        power = Switch(terminal.cut_power, terminal.restore_power)
        plug = Switch(terminal.unplug, terminal.plug_in)
        board.row(
            "hand",
            board.control("insert_card", lambda: terminal.insert_card(_CARD), self._at("insert_card")),
            board.control("right_pin", terminal.enter_pin, self._at("enter_pin")),
            board.control("wrong_pin", lambda: terminal.enter_pin(right=False), self._at("enter_pin")),
            board.control(
                "take_card", terminal.take_card, self._at("enter_pin", "processing", "remove_card")
            ),
            board.control("cancel", terminal.press_cancel, self._at("insert_card", "enter_pin")),
        )
        board.row(
            "faults",
            board.fault("decline_next", lambda: terminal.decline_next(DeclineReason.FUNDS)),
            board.switch(
                "terminal.silent_after_approval", "terminal.speak_again", "terminal.goes_silent", silence
            ),
            board.switch("line.cut_power", "line.restore_power", "line.no_power", power),
            board.switch("line.unplug", "line.plug_in", "line.unplugged", plug),
            across=4,
        )

    def device(self) -> BenchDevice:
        stage = self._terminal.stage
        state = self.board.says("busy" if stage else "idle")
        says = self.board.says(f"says_{stage.value if stage else 'nothing'}")
        return self.board.device("bank_card", state, says=says)

    def _at(self, *stages: str) -> Callable[[], bool]:
        return lambda: self._terminal.stage in stages
