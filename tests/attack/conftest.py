"""The attack tests borrow the functional tests' way of working in this process."""

from functional.conftest import inline

__all__ = ["inline"]
