"""Rows and files by which several PCs share a branch."""
