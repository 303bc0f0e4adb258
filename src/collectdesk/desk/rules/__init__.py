"""The rules in force and the gate that every plan passes. Never a sentence, and never a fact refused."""
