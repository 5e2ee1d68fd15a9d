"""Minds the counter's clock, in every gateway process: commands whose time is over, what goes with age."""

import logging
from functools import partial

from kiosk.gateway.counter import age
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
        now_ms = self._time.now_ms()
        gone = {
            aging.name: self._database.write(partial(age.forget, aging=aging, now_ms=now_ms))
            for aging in age.AGING
        }
        for name, number in gone.items():
            if number:
                log.info("forgotten with age: %d %s", number, name)
        return sum(gone.values())
