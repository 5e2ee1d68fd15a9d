"""The hands of the simulated devices as named controls for the bench panel. Demonstration only."""
