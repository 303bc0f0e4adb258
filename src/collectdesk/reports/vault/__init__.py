"""Pages that keep the branch: recovery sheet, evening page, rule booklet."""
