"""The options of the commands, by what they are about. Never what a command does."""
