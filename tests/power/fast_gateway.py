"""The production gateway in a process whose time runs faster: `python -m tests.power.fast_gateway DB PORT`.

A request that died with a process is proven dead only when no code could still land: six minutes. A test
cannot wait for that; everything else is as it is.
"""

import sys
import time

from kiosk.gateway.http.server import serve
from kiosk.gateway.payments import driver
from kiosk.gateway.settings import GatewaySettings

FACTOR = 20.0
_SINCE_S = 1_795_000_000.0
"""A moment before any run, so that the time goes on rising from one life of the process to the next."""


class FastClock:
    def monotonic_s(self) -> float:
        return time.monotonic() * FACTOR

    def wall_s(self) -> float:
        return _SINCE_S + (time.time() - _SINCE_S) * FACTOR


def main(db_url: str, port: str) -> None:
    driver._LONGEST_SLEEP_S = 0.2  # nobody wakes a sleeper whose clock is not the world's
    serve(db_url, int(port), GatewaySettings("", demonstration=True), FastClock())


if __name__ == "__main__":
    main(*sys.argv[1:])
