"""Makes the calls that alarms ask for, every few seconds, in every gateway process, in no kiosk's way."""

import logging
from functools import partial

from kiosk.gateway.counter import alarm_calls
from kiosk.gateway.counter.alarm_calls import AlarmCaller, AlarmTold, Call, CallFailed
from kiosk.gateway.rounds import Rounds
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime

log = logging.getLogger(__name__)

EVERY_S = 5.0


class AlarmBell:
    """`public_url` is where the operator's page is, without a trailing slash."""

    def __init__(self, database: Database, time: SteadyTime, caller: AlarmCaller, public_url: str) -> None:
        self._database = database
        self._time = time
        self._caller = caller
        self._public_url = public_url
        self.rounds = Rounds("bell", self.ring, EVERY_S, "nobody can be called; trying again")

    def ring(self) -> int:
        """How many calls were taken. After one that was not, the others wait: it is the same door."""
        with self._database.reading() as connection:
            waiting = alarm_calls.due(connection, self._time.now_ms())
        taken = 0
        for call in waiting:
            if self.rounds.stopping.is_set() or not self._make(call):
                break
            taken += 1
        return taken

    def _make(self, call: Call) -> bool:
        """False where nobody could be called; a call that has become needless stops no other."""
        now_ms = self._time.now_ms()
        alarm = self._database.write(partial(alarm_calls.take, call=call, now_ms=now_ms))
        if alarm is None:
            return True
        page = f"{self._public_url}/operator/alarms/{alarm.number}"
        told = AlarmTold(
            alarm.number,
            alarm.kiosk_id,
            alarm.rule,
            alarm.subject,
            alarm.level,
            alarm.since_ms,
            call.told,
            page,
        )
        try:
            self._caller.call(told)
        except CallFailed as why:
            log.warning("alarm %s: nobody takes the call: %s", alarm.number, why)
            again = partial(alarm_calls.try_again, call=call, now_ms=self._time.now_ms())
            if self._database.write(again) == "given_up":
                log.error("alarm %s: nobody took the call for a day", alarm.number)
            return False
        self._database.write(partial(alarm_calls.end, call=call, state="made"))
        return True
