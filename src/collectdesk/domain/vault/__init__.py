"""When a backup is due, what a trail may say, and clocks that run backwards."""
