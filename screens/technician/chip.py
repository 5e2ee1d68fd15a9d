"""How a part is, in a word on its level's colour."""

from kiosk.technician.view import Chip
from screens.palette import Colour
from screens.surroundings import Surroundings
from screens.technician.sizes import level_pair
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words

PADDING_MM, HIGH_EM = 3.5, 1.5


class ChipLabel(Styled):
    def __init__(self, surroundings: Surroundings, chip: Chip) -> None:
        super().__init__(surroundings)
        self.text = Words(surroundings, text_size="small", bold=True, align="centre", single_line=True)
        self.add_widget(self.text)
        self.say(chip)

    def say(self, chip: Chip) -> None:
        """Drawn when placed."""
        self.pair = level_pair(self.look.palette, chip.level)
        self.text.say(self.words(chip.label), self.pair.ink)

    @property
    def colour(self) -> Colour:
        return self.pair.ground

    @property
    def size_px(self) -> tuple[float, float]:
        """The size it wants to be placed at."""
        look = self.look
        return self.text.natural_width() + 2 * look.mm(PADDING_MM), round(look.em_px("small") * HIGH_EM)

    def arrange(self) -> None:
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, self.colour, None, 0.0, self.look.mm(3)))
        self.text.place(self.box.inset(self.look.mm(PADDING_MM) - 1, 0))
