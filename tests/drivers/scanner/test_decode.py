import numpy as np
import pytest
import qrcode
import zxingcpp
from pyzbar.pyzbar import decode as pyzbar_decode

from drivers.scanner.code_picture import draw_code, on_paper
from drivers.scanner.decode import Code, Effort, decode
from drivers.scanner.picture import Picture
from tests.benchmarks.code_photos import photos

_ALL = frozenset({"code128", "code39", "itf", "ean13", "qr"})

_CODES = [
    Code("3102664100017", "code128"),
    Code("GAS12345678", "code39"),
    Code("31026641000178", "itf"),
    Code("6901234567892", "ean13"),
    Code("W021380501220261000007245", "qr"),
]


@pytest.mark.parametrize("code", _CODES, ids=lambda code: code.symbology)
def test_each_symbology_is_read_by_our_name_for_it(code: Code) -> None:
    assert decode(on_paper(code.text, code.symbology), _ALL) == (code,)


@pytest.mark.parametrize("code", _CODES, ids=lambda code: code.symbology)
def test_what_is_not_wanted_is_not_seen(code: Code) -> None:
    assert decode(on_paper(code.text, code.symbology), _ALL - {code.symbology}) == ()


@pytest.mark.parametrize("symbology", ["datamatrix", "pdf417"])
def test_rare_symbologies_are_read_when_asked_for(symbology: str) -> None:
    assert decode(on_paper("3102664100017", symbology), frozenset({symbology})) == (
        Code("3102664100017", symbology),
    )


def test_nothing_wanted_finds_nothing() -> None:
    assert decode(on_paper("3102664100017", "code128"), frozenset()) == ()


def test_an_empty_table_has_no_codes() -> None:
    assert decode(np.full((720, 1280), 128, np.uint8), _ALL) == ()


def test_a_telephone_in_night_colours_is_read() -> None:
    assert decode(255 - on_paper("136800000000010000", "code128"), frozenset({"code128"})) == (
        Code("136800000000010000", "code128"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_text_in_a_code_comes_out_right(encoding: str) -> None:
    """As printed on bills: without a word on its encoding, which both libraries then guess wrongly."""
    code = qrcode.QRCode(border=4, box_size=6)
    code.add_data("户号:0213805012".encode(encoding))
    dots = np.array(code.get_matrix())
    picture = np.where(np.kron(dots, np.ones((6, 6), bool)), 20, 230).astype(np.uint8)
    assert decode(picture, frozenset({"qr"})) == (Code("户号:0213805012", "qr"),)


def test_a_live_frame_is_given_to_zxing_where_zbar_finds_nothing() -> None:
    dark = 255 - on_paper("W021380501220261000007245", "qr")
    assert decode(dark, _ALL, effort=Effort.LIVE) == (Code("W021380501220261000007245", "qr"),)


def test_red_print_on_green_paper_is_read_although_both_are_the_same_grey() -> None:
    code = draw_code("3102664100017", "code128", 3)
    dark = code < 128
    picture = np.empty((*code.shape, 3), np.uint8)
    picture[...] = (60, 100, 60)
    picture[dark] = (60, 12, 230)
    assert decode(picture, frozenset({"code128"})) == (Code("3102664100017", "code128"),)


def test_a_large_photograph_with_a_small_code_is_read() -> None:
    photo = np.full((3000, 4000), 235, np.uint8)
    code = draw_code("3102664100017", "code128", 2)
    photo[1200 : 1200 + code.shape[0], 900 : 900 + code.shape[1]] = code
    assert decode(photo, frozenset({"code128"})) == (Code("3102664100017", "code128"),)


def test_an_advertisement_seen_before_does_not_hide_the_bills_code() -> None:
    """Only a strip of the bill's code shows: the first search is sure of the advertisement only."""
    advertisement = Code("https://shop.example", "qr")
    photo = np.full((720, 1280), 235, np.uint8)
    for code, top, left in (
        (draw_code(advertisement.text, "qr", 6), 30, 900),
        (draw_code("3102664100017", "code128", 1), 400, 200),
    ):
        photo[top : top + code.shape[0], left : left + code.shape[1]] = code
    photo[403:] = 235  # three rows are left: one scan line of the quick search
    assert decode(photo, _ALL) == (advertisement,)
    seen = decode(photo, _ALL, already_seen=frozenset({advertisement}))
    assert set(seen) == {advertisement, Code("3102664100017", "code128")}


def test_a_live_frame_gives_up_sooner_than_a_still_picture() -> None:
    upside = 255 - on_paper("3102664100017", "code128")
    assert decode(upside, _ALL, effort=Effort.LIVE) == ()
    assert decode(upside, _ALL, effort=Effort.STILL) != ()


def test_an_unknown_symbology_is_named() -> None:
    with pytest.raises(ValueError, match="unknown symbology 'qrcode'; known: codabar"):
        decode(np.zeros((10, 10), np.uint8), frozenset({"qrcode"}))


@pytest.mark.parametrize("picture", [np.zeros((10, 10), np.float32), np.zeros(10, np.uint8)])
def test_what_is_no_picture_is_refused(picture: Picture) -> None:
    with pytest.raises(ValueError, match="a picture must be 8 bit"):
        decode(picture, _ALL)


def test_a_code_never_shows_its_text() -> None:
    assert "136800" not in repr(Code("136800000000010000", "code128"))


def test_at_least_what_either_library_reads_alone() -> None:
    """A small album in which either library alone reads some that the other does not."""
    hard = ("small", "shaken", "noisy", "low light")
    for photo in photos(each=1, seed=23):
        if photo.condition not in hard:
            continue
        alone = {found.text for found in zxingcpp.read_barcodes(photo.picture)}
        alone |= {found.data.decode() for found in pyzbar_decode(photo.picture)}
        if photo.text in alone:
            assert photo.text in {code.text for code in decode(photo.picture, _ALL)}, photo[:3]
