"""The branch report and its spreadsheets."""
