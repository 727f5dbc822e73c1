"""What a finding's report is about, as its variant tells."""

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any


@cache
def parameters_of(variant: str) -> Mapping[str, Any]:
    """The parameters a variant names, as JSON; none where it is another kind of name."""
    return MappingProxyType(json.loads(variant) if variant.startswith("{") else {})
