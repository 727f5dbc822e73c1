"""Columns of text as Arrow arrays and back, without copying: ten million cells are no Python objects."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

TEXT = pa.large_string()
"""The Arrow type behind pandas' ``str``."""
STABLE = "\u00c0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u20ac\u00a7\u00ab\u00bb\u00b0\u00b7\u2022"
"""Characters beyond ASCII that can be seen, that normalisation (NFC, NFKC) leaves alone, and that are no
digit or space."""
CONTROLS = r"\x00-\x08\x0e-\x1f\x7f"
"""ASCII characters that cannot be seen, but for tabs and line ends."""
_SPACE, _DELETE = 0x20, 0x7F
"""The first ASCII character that can be seen, and the first after those."""
_STR = pd.StringDtype(storage="pyarrow", na_value=np.nan)


def arrow(texts: pd.Series) -> pa.ChunkedArray:
    """The texts of a column; missing ones are null."""
    array = pa.array(texts, type=TEXT, from_pandas=True)
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array], TEXT)


def series(texts: pa.ChunkedArray, index: pd.Index) -> pd.Series:
    """Texts as a pandas column of dtype ``str``."""
    return frame(["text"], [texts], index)["text"]


def frame(names: Sequence[str], columns: Sequence[pa.ChunkedArray], index: pd.Index) -> pd.DataFrame:
    """Columns of text as a pandas frame of dtype ``str``. ``names`` are distinct."""
    table = pa.table([column.cast(TEXT) for column in columns], names=list(names))
    made: pd.DataFrame = table.to_pandas(types_mapper={TEXT: _STR}.get)
    made.index = index
    return made


def flags(marks: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Marks (true, false or null) as booleans; null is false."""
    return np.asarray(marks.fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)


def distinct(texts: pa.ChunkedArray) -> list[str]:
    """The different texts, null left out."""
    return [text for text in texts.unique().to_pylist() if text is not None]


def unusual(texts: pa.ChunkedArray) -> list[str]:
    """The different texts with a character that is neither ``STABLE`` nor plain ASCII that can be seen.

    Few texts are; whatever else a text may hide, compose to or be mistaken for, it is one of these.
    """
    looked_at = pa.chunked_array([chunk for chunk in texts.chunks if not _is_plain(chunk)], texts.type)
    found = pc.match_substring_regex(looked_at, rf"[{CONTROLS}]|[^\x00-\x7f{STABLE}]").fill_null(False)
    return distinct(looked_at.filter(found))


def _is_plain(texts: pa.Array) -> bool:
    """Whether all texts are of ASCII characters that can be seen; looks at bytes, not at one text a time."""
    _, offsets, content = texts.cast(TEXT).buffers()
    if content is None or not len(texts):
        return True
    places = np.frombuffer(offsets, dtype=np.int64)
    characters = np.frombuffer(content, dtype=np.uint8)
    characters = characters[places[texts.offset] : places[texts.offset + len(texts)]]
    return bool(characters.min(initial=_SPACE) >= _SPACE and characters.max(initial=_SPACE) < _DELETE)


def recoded(texts: pa.ChunkedArray, change: Callable[[str], str]) -> pa.ChunkedArray:
    """Each text as ``change`` makes it; a text that repeats is changed once a chunk."""
    return pa.chunked_array([_recoded(chunk, change) for chunk in texts.chunks], TEXT)


def _recoded(texts: pa.Array, change: Callable[[str], str]) -> pa.Array:
    coded = texts.dictionary_encode()
    return pa.array([change(text) for text in coded.dictionary.to_pylist()], TEXT).take(coded.indices)
