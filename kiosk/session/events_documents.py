"""Papers before the camera: what it sees of them, and what a resident makes of a photograph."""

from kiosk.session.events_family import Hand, Report, Touch


class DocumentSeen(Report, frozen=True):
    """Why the camera takes no photograph yet: "nothing", "dark", "cut_off", "glare" or
    "blurred"; or "taken_before", where another one is meant."""

    verdict: str


class DocumentPhotographed(Hand, frozen=True):
    """A paper lay there well. The machine holds the photograph under this number."""

    picture: int


class PhotographAgainTapped(Touch, frozen=True):
    """The page that was photographed last, once more."""


class AnotherPageTapped(Touch, frozen=True):
    pass


class PagesDoneTapped(Touch, frozen=True):
    pass
