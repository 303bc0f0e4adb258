"""The whole practice day, played without a display."""
