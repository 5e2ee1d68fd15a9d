"""The whole reader in real time: its own thread, real pyserial, a served pty."""

import queue
import threading

from drivers.card.crt310 import commands
from drivers.clock import SystemDeviceClock
from drivers.events import DeviceEvent, StatusChanged
from drivers.idcard.motorised_reader import MotorisedIdReader
from drivers.idcard.port import IdCardEjected, IdCardRead, IdCardTaken
from drivers.idcard.simulated_cards import SimulatedIdCard
from drivers.idcard.simulator import IdReaderSimulator
from drivers.transport import SerialSettings, open_transport, serve_pty
from drivers.vocabulary import DeviceState

REAL_S = 15.0


def test_a_card_is_read_and_given_back(zhang: SimulatedIdCard) -> None:
    clock = SystemDeviceClock()
    slot = IdReaderSimulator(clock)
    told: queue.Queue[DeviceEvent] = queue.Queue()

    def next_of(kind: type[DeviceEvent]) -> DeviceEvent:
        while not isinstance(event := told.get(timeout=REAL_S), kind):
            pass
        return event

    lamp_on = threading.Event()
    slot.on_command = lambda _, command: lamp_on.set() if command == commands.LAMP_ON else None
    path, server = serve_pty(slot, clock)
    reader = MotorisedIdReader(lambda: open_transport(path, SerialSettings(38_400)), clock, told.put)
    reader.start()
    try:
        assert next_of(StatusChanged).state is DeviceState.STARTING
        assert next_of(StatusChanged).state is DeviceState.ONLINE
        reader.arm()
        assert lamp_on.wait(REAL_S)
        assert slot.insert(zhang)
        assert next_of(IdCardRead).number == "310108194002290011"
        next_of(IdCardEjected)
        assert slot.take() is zhang
        next_of(IdCardTaken)
    finally:
        reader.close()
        server.close()
    assert not slot.slot.entry_open
