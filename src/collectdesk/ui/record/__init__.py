"""The screen where the sheets that came back are typed up, and where a supervisor signs them off."""
