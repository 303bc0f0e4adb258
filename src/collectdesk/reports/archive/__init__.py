"""The case file and the slips that go with its pack."""
