"""The practice branch: real behaviour, invented people, a core system's files. Never a real person."""
