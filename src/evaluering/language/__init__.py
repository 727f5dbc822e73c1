"""Everything a reader reads: one message catalogue, numbers and lists by locale."""

from evaluering.language.catalogue import Catalogue, available, catalogue
from evaluering.language.days import show_day
from evaluering.language.numbers import counted, show, show_list, show_range, show_tick

__all__ = [
    "Catalogue",
    "available",
    "catalogue",
    "counted",
    "show",
    "show_day",
    "show_list",
    "show_range",
    "show_tick",
]
