"""The command line: the same doors as the window, for tests, support and scripts. Never a rule, never SQL."""
