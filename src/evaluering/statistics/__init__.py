"""Numbers in, frozen results out; nothing here knows of files or tables."""
