"""Secondary suppression over linked tables: arrays in, frozen results out."""

from evaluering.disclosure.linked.cells import Checked, LinkedCells, Pattern
from evaluering.disclosure.linked.checking import check
from evaluering.disclosure.linked.protecting import protect
from evaluering.disclosure.linked.sums import Sum, Summed, summed

__all__ = ["Checked", "LinkedCells", "Pattern", "Sum", "Summed", "check", "protect", "summed"]
