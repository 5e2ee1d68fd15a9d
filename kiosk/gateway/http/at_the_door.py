"""Looking at passwords, in threads of its own: each takes memory and a processor for a while, and whoever
waits for that must not keep a thread that answers kiosks.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from kiosk.gateway.trust import passwords
from kiosk.gateway.trust.sessions import SignInRefused

MOST_WAITING = 20
"""At once, those whose password is being looked at among them: a second or two for the last."""

P = ParamSpec("P")
T = TypeVar("T")


class AtTheDoor:
    """For one event loop at a time."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(passwords.AT_ONCE, thread_name_prefix="gateway-door")
        self._waiting = 0

    async def does(self, work: Callable[P, T], *args: P.args, **keywords: P.kwargs) -> T:
        """What `work` returns. Raises SignInRefused where too many wait, and what `work` raises."""
        if self._waiting >= MOST_WAITING:
            raise SignInRefused("crowded")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, lambda: work(*args, **keywords))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Returns when nothing is looked at any more; whoever waits still is not looked at."""
        self._threads.shutdown(wait=True, cancel_futures=True)
