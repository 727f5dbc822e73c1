"""Plan, compute, render, release, verify."""
