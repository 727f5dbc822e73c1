"""The commands from end to end: what users and CI rely on."""
