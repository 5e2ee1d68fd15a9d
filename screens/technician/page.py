"""What all of the technician's pages are: one desk of the view, drawn into one box."""

from typing import Generic, TypeVar

from screens.widgets.part import Styled

DeskT = TypeVar("DeskT")


class Page(Styled, Generic[DeskT]):
    """`whole_display`: no frame around it. `all_fingers`: every finger counts, not the first alone."""

    whole_display = False
    all_fingers = False

    def show(self, desk: DeskT) -> None:
        """Take `desk`; what has changed is drawn at once if the page has its place, else when placed."""
        raise NotImplementedError
