"""The note acceptors there are."""

from drivers.cash.ssp.model import MODEL as SSP
from drivers.models import AnyModel

MODELS: tuple[AnyModel, ...] = (SSP,)
