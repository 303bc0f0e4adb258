"""From the request to the last page home: plan, road, board, kit, teams. Never a plan past the gate."""
