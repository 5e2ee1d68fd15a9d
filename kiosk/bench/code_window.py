"""The window for codes on the bench: a bill or a phone held before the camera or the hand scanner, or a
paper laid down there to be photographed.

What is shown is taken away again by itself, as people do, unless it is to be held up.
"""

import random
from collections.abc import Callable
from functools import partial
from typing import Final

from drivers.scanner.simulated_camera import SimulatedCamera
from drivers.scanner.simulator import SimulatedScanner
from kiosk.bench.codes import FATES, FOREIGN_BILL, NONSENSE, WALLETS, ShownCode, bill_code, phone_code
from kiosk.bench.control import Board, Control, Switch
from kiosk.bench.household import Resident
from kiosk.bench.words import BenchWords
from kiosk.runtime.clock import Clock
from screens.bench_panel.bench_view import BenchDevice

SHOWN_S: Final = 4.0
"""The first look of all takes a second or two, on a busy machine."""


CUT_OFF_PX: Final = 330
"""So far to the side a page goes on beside the camera's picture."""


class CodeWindowPart:
    """`camera` or `scanner` may be None, not both."""

    def __init__(
        self,
        camera: SimulatedCamera | None,
        scanner: SimulatedScanner | None,
        resident: Resident,
        words: BenchWords,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self._camera, self._scanner = camera, scanner
        self._resident, self._clock, self._chance = resident, clock, chance
        self._by_camera = camera is not None
        self._wallet = next(iter(WALLETS))
        self._page = 0
        self._last_phone: ShownCode | None = None
        self._shown = ""
        self._until_s = 0.0
        self._keep = Switch(lambda: None, lambda: None)
        self.board = Board(words, "code_window")
        self._lay_out()

    def device(self) -> BenchDevice:
        says = self.board.says
        looking = says("looking" if self._is_looking() else "shut")
        held = (
            self.board.words("code_window.held", what=says(self._shown)) if self._shown else says("nothing")
        )
        return self.board.device("scan_bill", looking, held)

    def lower_hand(self) -> None:
        """Take away what was shown for long enough."""
        if self._shown and not self._keep.is_on and self._clock.monotonic_s() >= self._until_s:
            self._take_away()

    def _lay_out(self) -> None:
        board = self.board
        bills = [self._bill(f"show_{utility}", utility) for utility in ("electricity", "water", "gas")]
        odd = [self._odd("show_foreign", FOREIGN_BILL), self._odd("show_nonsense", NONSENSE)]
        take_away = board.control("take_away", self._take_away, lambda: bool(self._shown))
        board.row("bills", *bills, *odd, take_away)
        fates = [board.control(fate, partial(self._phone, fate), self.seen) for fate in FATES]
        again = board.control(
            "again", self._phone_again, lambda: self.seen() and self._last_phone is not None
        )
        board.row("phones", *[self._wallet_choice(wallet) for wallet in WALLETS], across=2)
        board.row("", *fates, again)
        plug = Switch(lambda: self._plug_both(False), lambda: self._plug_both(True))
        keep = board.choice("keep", self._keep.flip, lambda: self._keep.is_on)
        line = board.switch("line.unplug", "line.plug_in", "line.unplugged", plug)
        board.row("hand", keep, *self._eyes(), line, *self._papers())

    def _bill(self, name: str, utility: str) -> Control:
        def show() -> None:
            account = self._resident.account(utility)
            if account is not None:
                self.show(name, bill_code(utility, account))

        def applies() -> bool:
            return self.seen() and self._resident.account(utility) is not None

        return self.board.control(name, show, applies)

    def _papers(self) -> list[Control]:
        """Before the camera alone: whole, or a good part of it beside the picture."""
        if self._camera is None:
            return []
        papers: list[tuple[str, int]] = [("lay_paper", 0), ("lay_cut_off", CUT_OFF_PX)]
        return [self._paper(name, self._camera, beside_px) for name, beside_px in papers]

    def _paper(self, name: str, camera: SimulatedCamera, beside_px: int) -> Control:
        def lay() -> None:
            self._page += 1  # whoever wants another page lays another
            camera.lay_document(page=self._page, moved_px=(beside_px, 0))
            self._holds(name)

        return self.board.control(name, lay, lambda: camera.looking or self._keep.is_on)

    def _odd(self, name: str, text: str) -> Control:
        return self.board.control(name, lambda: self.show(name, ShownCode(text, "qr")), self.seen)

    def _wallet_choice(self, wallet: str) -> Control:
        def choose() -> None:
            self._wallet = wallet

        return self.board.choice(wallet, choose, lambda: self._wallet == wallet)

    def _eyes(self) -> list[Control]:
        """Which of the two sees it; nothing to choose where only one is simulated."""
        if self._camera is None or self._scanner is None:
            return []
        by_camera: list[tuple[str, bool]] = [("camera", True), ("scanner", False)]
        return [self._eye(name, seen) for name, seen in by_camera]

    def _eye(self, name: str, by_camera: bool) -> Control:
        def choose() -> None:
            self._take_away()
            self._by_camera = by_camera

        return self.board.choice(name, choose, lambda: self._by_camera == by_camera)

    def _phone(self, fate: str) -> None:
        self._last_phone = phone_code(self._wallet, fate, self._chance)
        self.show(fate, self._last_phone)

    def _phone_again(self) -> None:
        if self._last_phone is not None:
            self.show("again", self._last_phone)

    def show(self, name: str, code: ShownCode) -> None:
        """Hold it up; `name` is its word in the table."""
        if self._by_camera and self._camera is not None:
            self._camera.show_code(code.text, code.symbology)
        elif self._scanner is not None:
            self._scanner.show(code.text)
        self._holds(name)

    def _holds(self, name: str) -> None:
        self._shown = name
        self._until_s = self._clock.monotonic_s() + SHOWN_S

    def _take_away(self) -> None:
        for eye in (self._camera, self._scanner):
            if eye is not None:
                eye.take_away()
        self._shown = ""

    def _is_looking(self) -> bool:
        if self._by_camera and self._camera is not None:
            return self._camera.looking
        return self._scanner is not None and self._scanner.lit

    def seen(self) -> bool:
        """Whether showing something does anything: the kiosk looks, or will find it there later."""
        return self._is_looking() or self._keep.is_on

    def _plug_both(self, plugged_in: bool) -> None:
        acts: list[Callable[[], None]] = []
        for eye in (self._camera, self._scanner):
            if eye is not None:
                acts.append(eye.plug_in if plugged_in else eye.unplug)
        for act in acts:
            act()
