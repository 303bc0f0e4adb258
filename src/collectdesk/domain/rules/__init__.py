"""Rule packs as values and the gate that judges a planned act by them. Reads no files."""
