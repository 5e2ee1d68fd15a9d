"""The simulated meter cards, in a desk reader: it makes pseudo-APDUs of what a memory card can do."""

from dataclasses import dataclass, field

from drivers.card.chip import CODE_REFUSED, DONE, MemoryCode, MemoryTries
from drivers.card.simulated_cards import SimulatedCard
from drivers.card.simulated_memory_card import SimulatedMemoryCard
from drivers.pcsc import memory_card
from drivers.pcsc.virtual_card import VirtualCard


@dataclass
class VirtualMeterCard(VirtualCard):
    card: SimulatedCard = field(default_factory=SimulatedCard, repr=False)

    def reset(self) -> bytes:
        told = self.card.memory_reset()
        return b"\x3b\x04" + told if told else self.card.cold_reset()

    def transmit(self, apdu: bytes) -> bytes:
        if not isinstance(self.card, SimulatedMemoryCard):
            return self.card.transmit(apdu)
        if apdu == memory_card.SELECT_TYPE:
            return DONE
        command = memory_card.command_of(apdu)
        if command is None:
            return b"\x6d\x00"
        answer = self.card.run(command)
        if answer.status is None:
            return b""
        if isinstance(command, MemoryCode) and answer.status in {DONE, CODE_REFUSED}:
            return bytes([0x90, self.card.tries])
        filling = bytes(3) if isinstance(command, MemoryTries) else b""
        return answer.data + filling + answer.status
