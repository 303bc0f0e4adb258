"""What comes back: records, pages, originals, and what makes a reader ask."""
