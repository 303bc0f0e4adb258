"""The kit of a day, what is left at the door, and the record of a visit."""
