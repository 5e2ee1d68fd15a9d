"""What an interrupted slip leaves behind: bytes in the printer, half a band, and half a slip on the paper.

All of it would come out in front of the next resident, and it is somebody else's.
"""

from typing import Final

from drivers.printer import frames
from drivers.printer.enquiry import Enquiry
from drivers.printer.frames import BuffersCleared
from drivers.transport import Transport

_CLEARED_S: Final = 0.5
_CHUNK_BYTES: Final = 1024


def forget_unprinted(line: Transport, enquiry: Enquiry) -> bool:
    """Whether the printer says that it has; those that do not know the command say nothing.

    Nothing may be sent before the answer.
    """
    line.write(frames.CLEAR_BUFFERS)
    while messages := enquiry.listen(_CLEARED_S):
        if any(isinstance(message, BuffersCleared) for message in messages):
            return True
    return False


def cut_off_the_half(line: Transport, enquiry: Enquiry, *, in_a_band: bool) -> None:
    """For a printer that is well again. `in_a_band`: the line was lost, so it may hold half a band, which
    white dots complete; a printer that waits for a command skips them."""
    # Imported here, in the printer's own thread: it takes long and must not delay the first screen.
    from drivers.printer import raster  # noqa: PLC0415

    if not forget_unprinted(line, enquiry) and in_a_band:
        for start in range(0, raster.LONGEST_BAND_BYTES, _CHUNK_BYTES):
            line.write(bytes(min(_CHUNK_BYTES, raster.LONGEST_BAND_BYTES - start)))
    line.write(frames.INITIALISE + raster.feed_and_cut())
