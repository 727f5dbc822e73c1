"""Hostile input, hostile settings and hostile notebooks."""
