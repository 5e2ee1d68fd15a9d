"""An SSP acceptor on its bench, and the commands that its unit carried out."""

from drivers.cash.ssp.messages import Command
from drivers.cash.ssp.simulator import SspSimulator
from tests.drivers.cash.acceptor_bench import AcceptorBench


class SspBench(AcceptorBench):
    @property
    def ssp(self) -> SspSimulator:
        assert isinstance(self.unit, SspSimulator)
        return self.unit


def commands_from(bench: SspBench, start: int) -> list[Command]:
    return [Command(code) for code in list(bench.ssp.commands)[start:]]
