"""How work is run: in children of a process that has only imported, or in processes of their own."""

from evaluering.publishing.kernels.workers import Call, Ended, Limits, LocalWorkers, Workers

__all__ = ["Call", "Ended", "Limits", "LocalWorkers", "Workers"]
