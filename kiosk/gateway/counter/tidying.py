"""Minds the counter's clock, in every gateway process: commands whose time is over, what goes with age."""

import logging
from functools import partial

from kiosk.gateway.counter import age
from kiosk.gateway.counter.age import Aging
from kiosk.gateway.counter.commands import RemoteCommands
from kiosk.gateway.rounds import Rounds
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime

log = logging.getLogger(__name__)

EVERY_S = 60.0


class Tidying:
    def __init__(self, database: Database, time: SteadyTime, commands: RemoteCommands) -> None:
        self._database = database
        self._time = time
        self._commands = commands
        self.rounds = Rounds("tidying", self.tidy, EVERY_S, "nothing was tidied; trying again")

    def tidy(self) -> int:
        """How many rows went; a hundred of a kind at most, the next time the next."""
        self._commands.run_out()
        return sum(self._forget(aging, self._time.now_ms()) for aging in age.AGING)

    def _forget(self, aging: Aging, now_ms: int) -> int:
        """Nobody who writes waits for a look that finds nothing."""
        with self._database.reading() as connection:
            keys = age.due(connection, aging, now_ms)
        if not keys:
            return 0
        number = self._database.write(partial(age.forget, aging=aging, now_ms=now_ms, keys=keys))
        if number:
            log.info("forgotten with age: %d %s", number, aging.name)
        return number
