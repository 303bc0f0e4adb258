"""Papers on their way to a printer: which printer each kind goes to, one job after another, what waits together."""
