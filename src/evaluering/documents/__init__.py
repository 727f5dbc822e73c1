"""Documents for those who collect data: forms to fill in."""

from evaluering.documents.forms import FORMS, Form, write_forms

__all__ = ["FORMS", "Form", "write_forms"]
