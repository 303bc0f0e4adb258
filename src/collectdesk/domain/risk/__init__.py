"""Scores with their reasons, the worth of a visit, and the steps that follow."""
