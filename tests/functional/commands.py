"""The shared ways of running commands.

Several folders have a ``conftest``, and that name means the one loaded last; the shared one is
therefore loaded by its path.
"""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_SPEC = spec_from_file_location("shared_conftest", Path(__file__).parent.parent / "conftest.py")
assert _SPEC is not None
assert _SPEC.loader is not None
_shared = module_from_spec(_SPEC)
sys.modules["shared_conftest"] = _shared
_SPEC.loader.exec_module(_shared)

COMMAND, ROOT = _shared.COMMAND, _shared.ROOT
Ran, copy_workspace, run = _shared.Ran, _shared.copy_workspace, _shared.run
