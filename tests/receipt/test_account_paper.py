"""Paper with account numbers: as wide as the roll, each code on it read by the kiosk's own eyes."""

import numpy as np

from drivers.scanner.decode import decode
from kiosk import places
from kiosk.receipt.account_paper import AccountOnPaper, AccountPaper, draw_account_paper
from kiosk.receipt.lettering import Typefaces
from kiosk.receipt.roll import WIDTH_DOTS
from kiosk.wire.account_numbers import account_in, code_of

FACES = Typefaces(places.FONTS / "NotoSansSC-Regular.otf", places.FONTS / "NotoSansSC-Bold.otf")
WATER = AccountOnPaper("水费", "0213 8050 12", "临汾路380弄", code_of("water-north", "0213805012"))
GAS = AccountOnPaper("燃气费", "9038 0501 234", "临汾路380弄", code_of("gas", "90380501234"))


def paper(*accounts: AccountOnPaper, mark: str = "") -> AccountPaper:
    return AccountPaper(
        "我家的户号", accounts, "把这个码放在扫码口。" * 3, (("户主", "张**"),), ("请收好。",), mark
    )


def test_it_is_one_bit_deep_and_as_wide_as_the_roll() -> None:
    drawn = draw_account_paper(paper(WATER), FACES)
    assert (drawn.mode, drawn.width) == ("1", WIDTH_DOTS)


def test_each_account_and_a_mark_make_it_longer() -> None:
    one, two, marked = (
        draw_account_paper(each, FACES).height
        for each in (paper(WATER), paper(WATER, GAS), paper(WATER, mark="演示"))
    )
    assert one < marked < two


def test_the_code_on_it_leads_back_to_the_account() -> None:
    drawn = np.asarray(draw_account_paper(paper(WATER), FACES).convert("L"))
    padded = np.pad(drawn, 40, constant_values=255)
    read = {found.text for found in decode(padded, frozenset({"qr"}))}
    assert read == {WATER.code}
    assert account_in(WATER.code) == ("water-north", "0213805012")
