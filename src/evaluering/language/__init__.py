"""Everything a reader reads: one message catalogue, numbers and lists by locale."""

from evaluering.language.catalogue import Catalogue, available, catalogue
from evaluering.language.numbers import show, show_list, show_range, show_tick

__all__ = ["Catalogue", "available", "catalogue", "show", "show_list", "show_range", "show_tick"]
