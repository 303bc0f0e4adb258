"""The keys: one random root an epoch, sealed to the people and envelopes that may open it. See docs/decisions/0005."""
