"""Faults of a simulated device's line, set by a test, a scenario or on the bench panel."""

from dataclasses import dataclass


@dataclass
class LineFaults:
    """`cut_answers` and `spoilt_answers` count down, one for each answer they befall."""

    silent: bool = False
    noise: bytes = b""
    """Sent before and after every answer."""
    cut_answers: int = 0
    """Half of the frame, then silence."""
    spoilt_answers: int = 0
    """One bit of the last byte, the checksum, flipped."""
    late_s: float = 0.0
    """So much later than usual comes every answer."""

    def befall(self, answer: bytes) -> bytes:
        if self.silent:
            return b""
        if self.cut_answers:
            self.cut_answers -= 1
            return answer[: len(answer) // 2]
        if self.spoilt_answers:
            self.spoilt_answers -= 1
            answer = answer[:-1] + bytes([answer[-1] ^ 1])
        return self.noise + answer + self.noise
