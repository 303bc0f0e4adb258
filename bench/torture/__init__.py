"""Pulls the plug, kills the process and fills the disk under every write path, and asks what was lost."""
