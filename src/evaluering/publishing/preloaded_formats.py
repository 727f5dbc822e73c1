"""What other formats need beside ``preloaded``, as far as it is here: what is lacking is told by the report
that needs it.
"""

from contextlib import suppress

import evaluering.publishing.formats.others
import evaluering.publishing.formats.structure  # noqa: F401 - to be there

with suppress(ImportError, OSError):
    pass
with suppress(ImportError):
    pass
with suppress(ImportError):
    pass
with suppress(ImportError):
    import tinyhtml5  # noqa: F401 - to be there
