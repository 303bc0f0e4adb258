"""What a person can do: one class per deed. Permission, transaction and audit are woven in pipeline.py, once."""
