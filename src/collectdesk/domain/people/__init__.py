"""Who may do what, who may go out, and what makes a password worth having."""
