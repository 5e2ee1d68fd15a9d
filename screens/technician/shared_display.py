"""One display for two: residents have it, until a technician takes it over, and back.

A touch never counts on both sides: what was begun on one is void on the other, and the second half of a
double tap on the button that changed sides presses nothing.
"""

from typing import Any

from kivy.uix.widget import Widget

from kiosk.technician.view import TechnicianView
from screens.helper.either_host import EitherHost
from screens.host import KioskHost
from screens.technician.host import TechnicianHost
from screens.touch import REPEAT_GUARD_S


class SharedDisplay(Widget):  # type: ignore[misc]  # Kivy ships no types
    """Holds both hosts, of the same size; one is in the tree. Only on Kivy's own thread."""

    def __init__(self, resident: KioskHost | EitherHost, technician: TechnicianHost) -> None:
        super().__init__(size_hint=(None, None), size=resident.size)
        self.resident, self.technician = resident, technician
        self._changed_at_s = float("-inf")
        self.add_widget(resident)

    @property
    def technician_shown(self) -> bool:
        return self.technician.parent is not None

    def show_technician(self, view: TechnicianView | None) -> None:
        """Render the technician's view; with None the display goes back to the resident's present one."""
        if view is not None:
            self.technician.render(view)
        if (view is not None) == self.technician_shown:
            return
        self._changed_at_s = self.resident.surroundings.monotonic_s()
        for host in (self.resident, self.technician):
            host.surroundings.touch.screen_changed()
        self.clear_widgets()
        self.add_widget(self.resident if view is None else self.technician)
        if view is None:
            self.technician.forget()

    def find(self, name: str) -> Widget:
        """Where it can be reached now. Raises LookupError if there is no such button."""
        return (self.technician if self.technician_shown else self.resident).find(name)

    def on_touch_down(self, touch: Any) -> bool:
        now_s = self.resident.surroundings.monotonic_s()
        if now_s - self._changed_at_s < REPEAT_GUARD_S:
            return bool(self.collide_point(*touch.pos))
        return bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: Any) -> bool:
        """A finger that was down while the sides changed has left both."""
        for host in (self.resident, self.technician):
            host.surroundings.touch.finger_up(touch.uid)
        return bool(super().on_touch_up(touch))
