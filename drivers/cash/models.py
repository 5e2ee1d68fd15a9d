"""The note acceptors there are."""

from drivers.cash.id003.model import MODEL as ID003
from drivers.cash.ssp.model import MODEL as SSP
from drivers.models import AnyModel

MODELS: tuple[AnyModel, ...] = (SSP, ID003)
