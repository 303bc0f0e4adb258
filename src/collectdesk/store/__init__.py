"""The encrypted database: the only SQL and the only keys. Never a rule of the work, never a sentence."""
