"""Codes read from photographs: pyzbar alone, ZXing alone and the kiosk's decoder, side by side.

`python -m tests.benchmarks.decode_codes [--each N] [--seed S]` prints a table; a measurement, not a test.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import zxingcpp
from pyzbar.pyzbar import ZBarSymbol
from pyzbar.pyzbar import decode as pyzbar_decode

from drivers.scanner.decode import Effort, decode
from tests.benchmarks.code_photos import Photo, Picture, photos

_WANTED = frozenset({"code128", "code39", "itf", "ean13", "qr"})
_ZBAR = [ZBarSymbol.CODE128, ZBarSymbol.CODE39, ZBarSymbol.I25, ZBarSymbol.EAN13, ZBarSymbol.QRCODE]

Reader = Callable[[Picture, str], set[str]]


def _pyzbar(picture: Picture, _: str) -> set[str]:
    return {found.data.decode("utf-8", "replace") for found in pyzbar_decode(picture, _ZBAR)}


def _zxing(picture: Picture, _: str) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture)}


def _ours(picture: Picture, _: str) -> set[str]:
    return {found.text for found in decode(picture, _WANTED)}


def _ours_one_wanted(picture: Picture, symbology: str) -> set[str]:
    return {found.text for found in decode(picture, frozenset({symbology}))}


def _ours_live(picture: Picture, _: str) -> set[str]:
    return {found.text for found in decode(picture, _WANTED, effort=Effort.LIVE)}


_READERS: dict[str, Reader] = {
    "pyzbar alone": _pyzbar,
    "zxing-cpp alone": _zxing,
    "ours, still picture": _ours,
    "ours, one symbology wanted": _ours_one_wanted,
    "ours, frame of a live camera": _ours_live,
}


class Measured(NamedTuple):
    """`busy_ms` is processor time: on a machine with other work it says more than the clock on the wall."""

    right: list[bool]
    wrong: int
    took_ms: list[float]
    busy_ms: list[float]

    def row(self, name: str) -> str:
        p95_ms = statistics.quantiles(self.took_ms, n=20)[-1]
        median_ms, busy_ms = statistics.median(self.took_ms), statistics.median(self.busy_ms)
        return f"{name:30}{sum(self.right):8}{self.wrong:7}{median_ms:11.1f}{p95_ms:8.1f}{busy_ms:13.1f}\n"


def _measure(read: Reader, album: list[Photo]) -> Measured:
    measured = Measured([], 0, [], [])
    wrong = 0
    for photo in album:
        start_s, busy_s = time.perf_counter(), time.process_time()
        texts = read(photo.picture, photo.symbology)
        measured.took_ms.append((time.perf_counter() - start_s) * 1000)
        measured.busy_ms.append((time.process_time() - busy_s) * 1000)
        measured.right.append(photo.text in texts)
        wrong += len(texts - {photo.text})
    return measured._replace(wrong=wrong)


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--each", type=int, default=4, help="pictures for each condition and symbology")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args(arguments)
    album = list(photos(chosen.each, chosen.seed))
    results: dict[str, Measured] = {}
    sys.stdout.write(f"{len(album)} pictures of 1280x720\n")
    sys.stdout.write(f"{'':30}{'decoded':>8}{'wrong':>7}{'median ms':>11}{'p95 ms':>8}{'median busy':>13}\n")
    for name, read in _READERS.items():
        results[name] = _measure(read, album)
        sys.stdout.write(results[name].row(name))
    for alone in ("pyzbar alone", "zxing-cpp alone"):
        pairs = zip(results[alone].right, results["ours, still picture"].right, strict=True)
        sys.stdout.write(
            f"read by {alone} and not by ours: {sum(theirs and not ours for theirs, ours in pairs)}\n"
        )


if __name__ == "__main__":
    main()
