"""Cases closed, packed, sealed, taken out and disposed of. Never a pack by halves."""
