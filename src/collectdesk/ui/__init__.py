"""Qt: what a person sees and presses. No rules, no SQL, no PDF drawing."""
