"""Works that are cited: those of the package, those of a study's own file, and how they are written."""

from evaluering.bibliography.files import Works, own_works
from evaluering.bibliography.package import packaged_works
from evaluering.bibliography.written import Work, written

__all__ = ["Work", "Works", "own_works", "packaged_works", "written"]
