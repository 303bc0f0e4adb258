"""Rule packs as values and the gate that judges a planned act by them. Never reads a file: resources.py does."""
