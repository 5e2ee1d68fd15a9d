"""The slip of a request: black on white, as wide as the paper, with its number large."""

from kiosk import places
from kiosk.receipt.lettering import Typefaces
from kiosk.receipt.roll import WIDTH_DOTS
from kiosk.receipt.slip import Slip, draw_slip

FACES = Typefaces(places.FONTS / "NotoSansSC-Regular.otf", places.FONTS / "NotoSansSC-Bold.otf")
LINES = (("办的事", "报修"), ("服务热线", "962740"))
SLIP = Slip("办事凭条", "编号", "261121 0000 0017", LINES, ("请收好。" * 12,))


def test_it_is_one_bit_deep_and_as_wide_as_the_paper() -> None:
    drawn = draw_slip(SLIP, FACES)
    assert (drawn.mode, drawn.width) == ("1", WIDTH_DOTS)
    assert drawn.getextrema() == (0, 255)


def test_more_to_say_makes_it_longer_and_a_mark_stands_above() -> None:
    short = Slip(SLIP.title, SLIP.number_label, SLIP.number, SLIP.lines)
    marked = Slip(SLIP.title, SLIP.number_label, SLIP.number, SLIP.lines, mark="演示")
    lengths = [draw_slip(each, FACES).height for each in (short, marked, SLIP)]
    assert lengths[0] < lengths[1] < lengths[2]
