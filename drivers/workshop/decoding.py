"""Bytes in hex to messages in words, and files to the codes in them."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np

from drivers.catalogue import OURS
from drivers.models import DeviceClass
from drivers.reading import LineReader, Reading
from drivers.scanner.decode import Code, decode
from drivers.scanner.picture import Picture
from drivers.scanner.symbologies import SYMBOLOGIES
from drivers.workshop.masks import without_citizen_number

_MODELS = {
    "sam_v": (DeviceClass.ID_READER, "sam_v"),
    "crt310": (DeviceClass.CARD_READER, "crt310"),
    "crt_f2": (DeviceClass.CARD_READER, "crt571"),
    "ssp": (DeviceClass.NOTE_ACCEPTOR, "ssp"),
    "id003": (DeviceClass.NOTE_ACCEPTOR, "id003"),
    "escpos": (DeviceClass.PRINTER, "escpos"),
    "newland": (DeviceClass.SCANNER, "newland"),
    "ecr": (DeviceClass.TERMINAL, "ecr"),
}
"""The codecs by name, and a model that speaks each."""


CODECS = tuple(_MODELS)


class NotReadable(Exception):
    """Names the line or the file and what is wrong with it."""


def reader_maker(codec: str) -> Callable[[], LineReader]:
    found = next(model for model in OURS if (model.device, model.name) == _MODELS[codec])
    return found.reader


def decode_lines(
    lines: Iterable[str], make_reader: Callable[[], LineReader], *, personal: bool
) -> Iterator[str]:
    """One line of JSON for each message of each line of hex. Each line is a stream of its own.

    Raises `NotReadable` for a line that is not hex; the lines before it have been given by then.
    """
    for number, line in enumerate(lines, start=1):
        try:
            data = bytes.fromhex(line)
        except ValueError:
            raise NotReadable(f"line {number}: not in hex (two digits a byte, spaces allowed)") from None
        reader = make_reader()
        for reading in (*reader.feed(data), *reader.line_fell_silent()):
            yield json.dumps(_shown(reading, personal))


def _shown(reading: Reading, personal: bool) -> dict[str, object]:
    """A payload that may hold a person's data is told by its length alone."""
    masked = reading.personal and not personal
    shown: dict[str, object] = {
        "valid": reading.valid,
        "name": reading.name,
        "payload": "" if masked else reading.payload.hex(" ").upper(),
        "side": reading.side,
        "length": len(reading.payload),
    }
    return shown | {"masked": True} if masked else shown


def decode_files(paths: Iterable[Path], *, personal: bool) -> Iterator[dict[str, object]]:
    """What each file holds; a file that is no picture has `problem` and no codes."""
    for path in paths:
        try:
            found = decode(_picture(path), frozenset(SYMBOLOGIES))
        except NotReadable as problem:
            print(problem, file=sys.stderr)
            yield {"file": str(path), "codes": [], "problem": str(problem)}
        else:
            yield {"file": str(path), "codes": [_code(code, personal) for code in found]}


def _picture(path: Path) -> Picture:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NotReadable(f"{path}: {error.strerror}") from error
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE) if content else None
    if picture is None:
        raise NotReadable(f"{path}: no picture that can be read")
    return picture.astype(np.uint8, copy=False)


def _code(code: Code, personal: bool) -> dict[str, str]:
    text = code.text if personal else without_citizen_number(code.text)
    return {"text": text, "symbology": code.symbology}
