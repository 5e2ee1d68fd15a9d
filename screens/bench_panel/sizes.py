"""How large the bench is, known before there is a window. Pure."""

PANEL_MM = (780.0, 640.0)
"""In millimetres of its own: its type is that of a desk, not of a kiosk."""

LEAST_HEIGHT_PX = 900
"""Below this the bench's type is too small to read; a low kiosk then stands in the middle."""


def panel_width(height_px: float) -> int:
    return round(height_px * PANEL_MM[0] / PANEL_MM[1])


def desk_size(kiosk_width_px: float, kiosk_height_px: float) -> tuple[int, int]:
    """Of the window that holds both, in pixels."""
    height = max(round(kiosk_height_px), LEAST_HEIGHT_PX)
    return round(kiosk_width_px) + panel_width(height), height
