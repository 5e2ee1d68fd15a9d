"""Codes in one picture, restricted to what the step expects: ZBar first, ZXing on a miss, repairs last.

Finds at least what either library alone would find. Knows no camera and keeps nothing between pictures.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

import zxingcpp

from drivers.scanner import picture as pictures
from drivers.scanner import zbar
from drivers.scanner.chinese_text import chinese_text
from drivers.scanner.picture import Grey, Picture
from drivers.scanner.symbologies import Symbology, look_up

_ORDINARY_LONGEST_PX = 1600
"""Larger photographs are read at this size first; only a code that is small in them needs every pixel."""

_ITF_WHOLE_DIGITS = 10
"""A scan line leaving an ITF code at a slant reads a shorter, valid one; bills carry ten digits or more."""


class Code(NamedTuple):
    text: str
    symbology: str

    def __repr__(self) -> str:
        return f"Code({self.symbology}, {len(self.text)} characters)"


class Effort(Enum):
    LIVE = "live"
    """One of many frames: a miss costs about 20 ms at 1280x720, the next frame is another chance."""
    STILL = "still"
    """The only picture there is: every repair is tried before giving up."""


class _Finding(NamedTuple):
    code: Code
    trusted: bool


Wanted = Mapping[str, Symbology]
_Search = Callable[[Grey, Wanted], list[_Finding]]


def decode(
    picture: Picture,
    wanted: frozenset[str],
    *,
    already_seen: frozenset[Code] = frozenset(),
    effort: Effort = Effort.STILL,
) -> tuple[Code, ...]:
    """The wanted codes found, surest search first; empty when there are none.

    `already_seen` codes are returned too but do not end the search: an advertisement beside the bill's code
    must not hide it. Raises ValueError for an unknown symbology or something that is no picture.
    """
    symbologies = look_up(wanted)
    found: dict[Code, bool] = {}
    for search, view in _attempts(picture, effort) if symbologies else ():
        for finding in search(view, symbologies):
            found[finding.code] = found.get(finding.code, False) or finding.trusted
        if any(trusted and code not in already_seen for code, trusted in found.items()):
            break
    return _without_fragments(found)


def _attempts(picture: Picture, effort: Effort) -> Iterator[tuple[_Search, Grey]]:
    """Each search with the picture it is to search, cheapest and likeliest first."""
    whole = pictures.grey(picture)
    ordinary = pictures.shrunk_to(whole, _ORDINARY_LONGEST_PX)
    yield _zbar_every_third_line, ordinary
    yield _zxing, ordinary
    if effort is Effort.LIVE:
        return
    yield _zbar_every_line, ordinary
    yield _zxing, pictures.sharpened(ordinary)
    yield _zxing, pictures.smoothed(ordinary)
    yield _zxing, pictures.inverted(ordinary)
    yield _zxing, pictures.turned(ordinary, 45)
    yield _zxing, pictures.scaled(ordinary, 1.5)
    yield _zbar_every_line, pictures.sharpened(ordinary)
    yield _zbar_every_line, pictures.turned(ordinary, 45)
    if whole.shape != ordinary.shape:
        yield _zxing, whole
        yield _zbar_every_line, whole
    if picture.ndim == 3 and picture.shape[2] == 3:
        # Coloured ink can vanish in grey; it stands out in the channel of the opposite colour.
        for channel in range(3):
            yield _zbar_every_line, picture[:, :, channel]
            yield _zxing, picture[:, :, channel].copy()


def _zbar_every_third_line(view: Grey, wanted: Wanted) -> list[_Finding]:
    return _zbar(view, wanted, 3)


def _zbar_every_line(view: Grey, wanted: Wanted) -> list[_Finding]:
    return _zbar(view, wanted, 1)


def _zbar(view: Grey, wanted: Wanted, line_spacing_px: int) -> list[_Finding]:
    names = {symbology.zbar: name for name, symbology in wanted.items() if symbology.zbar is not None}
    findings = []
    for reading in zbar.read(view, names, line_spacing_px) if names else ():
        name = names[reading.symbol]
        # ZBar turns Chinese text into Japanese and keeps no bytes; ZXing's reading is asked for then.
        trusted = reading.lines >= wanted[name].lines_to_trust and reading.data.isascii()
        findings.append(_Finding(Code(reading.data.decode("utf-8", "replace"), name), trusted))
    return findings


def _zxing(view: Grey, wanted: Wanted) -> list[_Finding]:
    names = {symbology.zxing: name for name, symbology in wanted.items()}
    barcodes = zxingcpp.read_barcodes(
        view, formats=zxingcpp.BarcodeFormats(list(names)), text_mode=zxingcpp.TextMode.Plain
    )
    kinds = [names.get(barcode.format) or names[barcode.symbology] for barcode in barcodes]
    codes = [Code(_text(barcode), kind) for barcode, kind in zip(barcodes, kinds, strict=True)]
    return [_Finding(code, code.symbology != "itf" or len(code.text) >= _ITF_WHOLE_DIGITS) for code in codes]


def _text(barcode: zxingcpp.Barcode) -> str:
    """ZXing keeps the bytes, so its guess at the encoding need not be ours."""
    return barcode.text if barcode.text.isascii() else chinese_text(barcode.bytes)


def _without_fragments(found: Mapping[Code, bool]) -> tuple[Code, ...]:
    """Doubtful readings count only where nothing sure was found, pieces of longer ones never."""
    candidates = [code for code, trusted in found.items() if trusted] or list(found)
    return tuple(code for code in candidates if not any(_is_piece_of(code, other) for other in found))


def _is_piece_of(code: Code, other: Code) -> bool:
    longer = len(code.text) < len(other.text)
    return code.symbology == other.symbology == "itf" and longer and code.text in other.text
