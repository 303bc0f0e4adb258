"""The screen where promises and plans are followed up."""
