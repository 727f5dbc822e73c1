"""Documents for those who collect data or read about it: forms to fill in, and the codebook."""

from evaluering.documents.data_package import data_package
from evaluering.documents.ddi import ddi_codebook
from evaluering.documents.forms import FORMS, Form, write_forms

__all__ = ["FORMS", "Form", "data_package", "ddi_codebook", "write_forms"]
