"""Teams and stops in, day routes out: the route solver's only room."""
