"""The kinds of code the kiosk asks for, by our own names, and what each decoding library calls them.

Only names stand here; decoding is in decode.py.
"""

from typing import NamedTuple

import zxingcpp
from pyzbar.pyzbar import ZBarSymbol


class Symbology(NamedTuple):
    zbar: ZBarSymbol | None
    """None where ZBar cannot read it, or prints failed assertions over it (DataBar, PDF417)."""
    zxing: zxingcpp.BarcodeFormat
    lines_to_trust: int
    """How many of ZBar's scan lines must agree to end the search: more where there is no check digit."""


SYMBOLOGIES: dict[str, Symbology] = {
    "code128": Symbology(ZBarSymbol.CODE128, zxingcpp.BarcodeFormat.Code128, 2),
    "code39": Symbology(ZBarSymbol.CODE39, zxingcpp.BarcodeFormat.Code39, 3),
    "code93": Symbology(ZBarSymbol.CODE93, zxingcpp.BarcodeFormat.Code93, 2),
    "codabar": Symbology(ZBarSymbol.CODABAR, zxingcpp.BarcodeFormat.Codabar, 3),
    "itf": Symbology(ZBarSymbol.I25, zxingcpp.BarcodeFormat.ITF, 3),
    "ean13": Symbology(ZBarSymbol.EAN13, zxingcpp.BarcodeFormat.EAN13, 2),
    "ean8": Symbology(ZBarSymbol.EAN8, zxingcpp.BarcodeFormat.EAN8, 2),
    "qr": Symbology(ZBarSymbol.QRCODE, zxingcpp.BarcodeFormat.QRCode, 1),
    "pdf417": Symbology(None, zxingcpp.BarcodeFormat.PDF417, 1),
    "datamatrix": Symbology(None, zxingcpp.BarcodeFormat.DataMatrix, 1),
    "databar": Symbology(None, zxingcpp.BarcodeFormat.DataBar, 1),
}


def look_up(wanted: frozenset[str]) -> dict[str, Symbology]:
    """Raises ValueError naming the unknown symbology and the known ones."""
    for name in wanted:
        if name not in SYMBOLOGIES:
            raise ValueError(f"unknown symbology {name!r}; known: {', '.join(sorted(SYMBOLOGIES))}")
    return {name: SYMBOLOGIES[name] for name in sorted(wanted)}
