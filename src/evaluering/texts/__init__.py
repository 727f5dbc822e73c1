"""Free text that someone chose and approved: read from the files of ``texts/``, and checked."""

from evaluering.texts.quotes import QUOTES, CuratedQuote, QuoteFile, read_quotes
from evaluering.texts.respondents import READ_BESIDE, Answers, counted_quotes

__all__ = [
    "QUOTES",
    "READ_BESIDE",
    "Answers",
    "CuratedQuote",
    "QuoteFile",
    "counted_quotes",
    "read_quotes",
]
