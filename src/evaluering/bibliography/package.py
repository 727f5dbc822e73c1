"""The works that the notes on methods cite, shipped as CSL-JSON."""

import json
from functools import cache
from importlib.resources import files

from evaluering.bibliography.items import Works, from_csl


@cache
def packaged_works() -> Works:
    """The works of ``works.json`` by key. Each is a source named where its method is programmed."""
    content = (files("evaluering.bibliography") / "works.json").read_text(encoding="utf-8")
    return from_csl(json.loads(content))
