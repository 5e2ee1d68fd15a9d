"""One step of a guided test: a picture of what to do, the words for it, and what to answer."""

from kiosk.session.view import Button, Progress, Waiting
from kiosk.technician.view import Guide
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.technician.page import Page
from screens.widgets.big_button import BigButton
from screens.widgets.picture_panel import PicturePanel
from screens.widgets.progress_steps import ProgressSteps
from screens.widgets.wait_ring import WaitRing
from screens.widgets.words import Words

PICTURE_SHARE = 0.52
ANSWER_MM, TALLEST_ANSWER_MM, RING_MM, LARGEST_RING_MM = 22.0, 34.0, 34.0, 64.0


class GuidePage(Page[Guide]):
    """Only the ring is drawn again while the time runs."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.desk: Guide | None = None
        self.steps = ProgressSteps(surroundings=surroundings)
        self.title = Words(surroundings, text_size="title", bold=True)
        self.prompt = Words(surroundings, text_size="strong")
        self.picture = PicturePanel(surroundings=surroundings)
        self.ring = WaitRing(surroundings=surroundings)
        self.answers: list[BigButton] = []

    def show(self, desk: Guide) -> None:
        before, self.desk = self.desk, desk
        self.ring.waiting = Waiting(desk.left)
        if before is not None and _without_time(before) == _without_time(desk):
            self.ring.arrange()
            return
        palette = self.look.palette
        self.steps.say(Progress(desk.step, desk.of))
        self.title.say(self.words(desk.title), palette.ink)
        self.prompt.say(self.words(desk.prompt), palette.soft)
        self.picture.picture = desk.picture
        self._serve(desk.answers)
        self.clear_widgets()
        for child in (self.title, self.prompt, *self.answers):
            self.add_widget(child)
        if desk.picture:
            self.add_widget(self.picture)
        if desk.of > 1:
            self.add_widget(self.steps)
        if desk.left is not None:
            self.add_widget(self.ring)
        self.arrange()

    def _serve(self, answers: tuple[Button, ...]) -> None:
        if [widget.name for widget in self.answers] != [button.name for button in answers]:
            self.answers = [BigButton(self.surroundings, note_size="small") for _ in answers]
        for widget, button in zip(self.answers, answers, strict=True):
            widget.serve(button)

    def arrange(self) -> None:
        look = self.look
        if self.desk is None or not self.box.width:
            return
        inner = self.box.inset(look.margin, look.gap)
        if look.portrait:
            ring, picture = self._cut_ring(self._place_words(self._place_answers(inner)))
        else:
            picture, beside = inner.cut_left(inner.width * PICTURE_SHARE, 2 * look.gap)
            ring = self._place_answers(self._place_words(beside if self.desk.picture else inner))
        if self.ring.parent is not None:
            side = min(ring.width, ring.height, look.mm(LARGEST_RING_MM))
            self.ring.place(ring.middle(side, side))
        if self.picture.parent is not None:
            self.picture.place(picture)

    def _cut_ring(self, rest: Rectangle) -> tuple[Rectangle, Rectangle]:
        if self.ring.parent is None:
            return rest, rest
        return rest.cut_bottom(self.look.mm(RING_MM), self.look.gap)

    def _place_words(self, room: Rectangle) -> Rectangle:
        """What is left below them."""
        if self.steps.parent is not None:
            steps, room = room.cut_top(self.look.line_px("small"), self.look.small_gap)
            self.steps.place(steps)
        title, room = room.cut_top(self.title.height_at(room.width), self.look.small_gap)
        self.title.place(title)
        prompt, room = room.cut_top(self.prompt.height_at(room.width), self.look.gap)
        self.prompt.place(prompt)
        return room

    def _place_answers(self, room: Rectangle) -> Rectangle:
        """At the bottom, side by side on a high display; what is left above them."""
        look, count = self.look, len(self.answers)
        if not count:
            return room
        high = max(look.mm(ANSWER_MM), *(answer.height_at(room.width / 2) for answer in self.answers))
        high = min(high, look.mm(TALLEST_ANSWER_MM))
        across = min(count, 2)
        rows = -(-count // across)
        strip, rest = room.cut_bottom(rows * high + (rows - 1) * look.gap, look.gap)
        boxes = [box for row in strip.rows([high] * rows, look.gap) for box in row.columns(across, look.gap)]
        for answer, box in zip(self.answers, boxes, strict=False):
            answer.place(box)
        return rest


def _without_time(desk: Guide) -> tuple[object, ...]:
    return (desk.title, desk.step, desk.of, desk.picture, desk.prompt, desk.answers, desk.left is None)
