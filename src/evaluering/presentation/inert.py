"""Text in data files that no spreadsheet runs as a formula."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t")


def inert(text: str) -> str:
    """The text, with a leading apostrophe when a spreadsheet would take it for a formula."""
    # csv leaves a lone carriage return unquoted: it would end the row, and a formula could begin the next.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (
        f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS) else text
    )
