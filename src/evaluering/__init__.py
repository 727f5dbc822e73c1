"""Evaluation of health-service improvement work, from delivered data to published report.

The names a notebook needs; importing the package itself is cheap.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluering.publishing.session import Report, report

__all__ = ["Report", "report"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from evaluering.publishing import session

        return getattr(session, name)
    raise AttributeError(f"module 'evaluering' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
