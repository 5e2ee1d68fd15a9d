"""The staff's display: the resident's screen as it stands, and beside it what a helper knows and can do."""
