"""Payment ids: 128 bits, rising with time, made by the kiosk before the first byte leaves."""

import random
from uuid import UUID

from kiosk.runtime.clock import Clock


class PaymentIds:
    """UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then 74 random bits.

    Give a seeded `random.Random` where runs must repeat, `random.SystemRandom` on a real machine.
    """

    def __init__(self, clock: Clock, source: random.Random) -> None:
        self._clock = clock
        self._source = source

    def __call__(self) -> str:
        milliseconds = int(self._clock.wall_s() * 1000) & (2**48 - 1)
        value = milliseconds << 80 | 0x7 << 76 | self._source.getrandbits(12) << 64
        value |= 0b10 << 62 | self._source.getrandbits(62)
        return str(UUID(int=value))
