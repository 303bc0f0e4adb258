"""The settings page: the rules, the trail, the people, this branch, how the window looks, every key."""
