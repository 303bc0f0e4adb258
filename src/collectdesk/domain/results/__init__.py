"""What figures, months and archives mean."""
