"""The practice branch: real repayment behaviour, invented people, the core system's files. Never a real person."""
