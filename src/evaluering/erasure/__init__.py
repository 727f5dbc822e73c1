"""Erasing a person or a delivery from a workspace, all of it or nothing, with a record that names nobody."""

from evaluering.erasure.forget import Forgotten, forget_delivery, forget_person
from evaluering.erasure.record import ERASED, erased_inputs
from evaluering.erasure.staging import refuse_unfinished

__all__ = ["ERASED", "Forgotten", "erased_inputs", "forget_delivery", "forget_person", "refuse_unfinished"]
