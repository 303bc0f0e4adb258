"""Help: the user guide beside the work."""
