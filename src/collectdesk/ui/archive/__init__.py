"""The archive page: what is ready, what is missing, sealing a case into a pack, and verifying packs."""
