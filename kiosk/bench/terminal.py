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
        self._silence = Switch(terminal.fall_silent_after_approval, terminal.speak_again)
        self._power = Switch(terminal.cut_power, terminal.restore_power)
        self._plug = Switch(terminal.unplug, terminal.plug_in)
        self.board = Board(words, "terminal")
        board = self.board
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
            board.switch("terminal.silent_after_approval", "terminal.speak_again", self._silence),
            board.switch("line.cut_power", "line.restore_power", self._power),
            board.switch("line.unplug", "line.plug_in", self._plug),
            across=4,
        )

    def device(self) -> BenchDevice:
        stage = self._terminal.stage
        words = self.board.words
        troubles = [
            words(key)
            for switch, key in (
                (self._silence, "terminal.silent_after_approval"),
                (self._power, "line.no_power"),
                (self._plug, "line.unplugged"),
            )
            if switch.is_on
        ]
        state = " · ".join([self.board.says("busy" if stage else "idle"), *troubles])
        says = self.board.says(f"says_{stage.value if stage else 'nothing'}")
        return self.board.device("bank_card", state, alarm=bool(troubles), says=says)

    def _at(self, *stages: str) -> Callable[[], bool]:
        return lambda: self._terminal.stage in stages
