"""The reading of what comes from outside, in a child process without keys: spreadsheets, photos, pages. No sentence."""
