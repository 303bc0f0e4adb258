"""The audit trail: chained, walked, anchored outside, signed. Never a line changed or left out."""
