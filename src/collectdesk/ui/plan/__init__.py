"""The screen where approved requests become visits: time, team, lawfulness, notice and the printed kit."""
