"""The technician's mode on the display: draws a TechnicianView, sends events back, decides nothing."""
