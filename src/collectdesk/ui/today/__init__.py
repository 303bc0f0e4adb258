"""Today: the clerk's worklist with its contact log, and the supervisor's inbox. No rules are decided here."""
