"""Visits from request to record: the board, the road, the sheets."""
