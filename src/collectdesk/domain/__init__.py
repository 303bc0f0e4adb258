"""The rules of the work: values in, values out. Standard library only; no clock, no files, no sentences."""
