"""The other formats of a report, each made from its finished page."""
