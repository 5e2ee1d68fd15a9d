"""What came of a helper's last wish; where it went wrong, in the ink of warnings and behind a sign."""

from kiosk.session.view import HelperPanel
from screens.surroundings import Surroundings
from screens.widgets.part import Styled
from screens.widgets.sign import Sign
from screens.widgets.words import Words


class ToldLine(Styled):
    """`line` is the words alone."""

    def __init__(self, surroundings: Surroundings, *, least_mm: float) -> None:
        super().__init__(surroundings)
        self.sign = Sign(surroundings)
        self.line = Words(surroundings, text_size="body", bold=True, least_mm=least_mm)
        self.wrong = False

    def say(self, panel: HelperPanel) -> None:
        palette = self.look.palette
        self.wrong = panel.told is not None and panel.told_tone == "danger"
        ink = palette.danger.ink if self.wrong else palette.accent
        self.line.say(self.words(panel.told) if panel.told else "", ink)
        self.sign.draw("warning", ink)
        self.clear_widgets()
        if self.wrong:
            self.add_widget(self.sign)
        self.add_widget(self.line)

    def _sign_px(self) -> tuple[float, float]:
        high = self.look.line_px("small")
        return (self.sign.width_at(high), high) if self.wrong else (0.0, 0.0)

    def _aside(self) -> float:
        return self._sign_px()[0] + self.look.small_gap if self.wrong else 0.0

    def height_at(self, width_px: float) -> float:
        return self.line.height_at(width_px - self._aside())

    def arrange(self) -> None:
        wide, high = self._sign_px()
        sign, line = self.box.cut_left(wide, self._aside() - wide)
        if self.wrong:
            self.sign.place(sign.middle(wide, high))
        self.line.place(line)
