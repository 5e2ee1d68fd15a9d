"""Who answers on a card reader's port when nobody answers as expected, in words a technician can act on.

Asks in all protocols of card readers for their state, which moves nothing.
"""

from typing import Final

from drivers.card.crt310 import frames as crt310
from drivers.card.crt_f2 import frames as crt_f2
from drivers.card.stream import FrameShape, StreamCutter
from drivers.idcard import frames as sam_v
from drivers.transport import Transport

_ANSWER_S: Final = 0.2
_ENQ: Final = bytes([crt310.Control.ENQ])

_TITLES: Final = {
    crt310.SHAPE: "a CRT-310",
    crt_f2.SHAPE: "a CRT-571 or CRT-591",
    sam_v.SHAPE: "a SAM_V identity module",
}
_QUESTIONS: Final = (
    (crt310.encode(crt310.Frame(0x31, 0x30)), _ENQ),
    (crt_f2.encode(crt_f2.command(0x31, 0x30)),),
    (sam_v.encode(sam_v.MODULE_STATUS),),
)
_SHOWN_CHARACTERS: Final = 40


def about_silence(unit: str, question: str, tries: int, heard: bytes) -> str:
    """What to say of a unit that has not answered; `heard` are the bytes that came all the same."""
    what = f"{unit}: no answer to {question} in {tries} tries"
    return f"{what}, {_description(heard)}" if heard else f"{what}; check cable and power"


def stranger_on(line: Transport) -> str:
    """Of a line on which the expected unit does not answer; "" when nothing does."""
    heard = b""
    line.drain()
    for question in _QUESTIONS:
        for words in question:
            line.write(words)
            while data := line.read(_ANSWER_S):
                heard += data
    return _description(heard) if heard else ""


def printable(text: bytes) -> str:
    """What a unit says of itself, as it may be shown: it may be anything."""
    shown = "".join(chr(byte) for byte in text if 0x20 <= byte < 0x7F)
    return shown.strip()[:_SHOWN_CHARACTERS]


def _description(heard: bytes) -> str:
    title = _title(heard)
    if title:
        return f"but something answers like {title}: check the model and the port"
    return "only noise: check baud rate and model"


def _title(heard: bytes) -> str:
    cutter = StreamCutter(*_TITLES)
    pieces = [*cutter.feed(heard), *cutter.line_fell_silent()]
    shapes: list[FrameShape] = [piece.shape for piece in pieces if piece.shape and len(piece.data) > 1]
    return _TITLES[shapes[-1]] if shapes else ""
