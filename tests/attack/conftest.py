"""The attack tests borrow the functional tests' way of working in this process."""

from functional.conftest import inline, one_report, protected, protected_copy, site, there_and_back

__all__ = ["inline", "one_report", "protected", "protected_copy", "site", "there_and_back"]
