"""Minds the counter's clock, in every gateway process: commands whose time is over, what goes with age."""

import logging
import threading
from functools import partial

from kiosk.gateway.counter import age
from kiosk.gateway.counter.commands import RemoteCommands
from kiosk.gateway.rounds import rounds
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime

log = logging.getLogger(__name__)

EVERY_S = 60.0


class Tidying:
    def __init__(self, database: Database, time: SteadyTime, commands: RemoteCommands) -> None:
        self._database = database
        self._time = time
        self._commands = commands
        self._stopping = threading.Event()

    def run(self) -> None:
        """Tidy until `stop`, at once and then every minute."""
        rounds(self.tidy, self._stopping, EVERY_S, "nothing was tidied; trying again")

    def stop(self) -> None:
        self._stopping.set()

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
