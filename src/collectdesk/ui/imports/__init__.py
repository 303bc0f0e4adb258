"""The import of core banking's files: read, looked through, taken in. Files are read by the desk, never here."""
