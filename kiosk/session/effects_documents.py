"""What is to be done with photographs of papers, which the machine holds and the session only counts."""

from kiosk.session.effects import Effect


class DropPictures(Effect, frozen=True):
    """Nobody wants these photographs any more. Not answered."""

    pictures: tuple[int, ...]
