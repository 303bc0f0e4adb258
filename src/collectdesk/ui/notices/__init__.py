"""The Notices screen: what waits for approval, seal, post and proof, over all customers; batches and their files."""
