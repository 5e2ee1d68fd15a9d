"""Where a code ends when its scanner may or may not send a suffix, and may be interrupted in the middle.

Pure. A scanner that has sent a suffix always does: from then on a code that ends in silence is half a code.
"""

from typing import Literal, TypeAlias

EndedBy: TypeAlias = Literal["suffix", "silence"]


class Endings:
    """Half a bill's code may be another's bill, so no half is ever told once the suffix is known.

    When somebody switches a scanner's suffix off, the same code read twice in a row proves it.
    """

    def __init__(self) -> None:
        self._sends_suffix = False
        self._doubted: bytes | None = None

    def is_whole(self, code: bytes, ended_by: EndedBy) -> bool:
        doubted, self._doubted = self._doubted, None
        if ended_by == "suffix":
            self._sends_suffix = True
            return doubted is None  # else it is the other half
        if self._sends_suffix and code != doubted:
            self._doubted = code
            return False
        self._sends_suffix = False
        return True
