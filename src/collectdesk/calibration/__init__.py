"""Outcomes in, tables of points out: training, judging and recalibrating scorecards; numpy lives here."""
