"""Paper out: plain values and words in, PDF out. Never a query, a clock or a window."""
