"""Free text that someone chose and approved: read from the files of ``texts/``, and checked."""

from evaluering.texts.quotes import QUOTES, CuratedQuote, QuoteFile, read_quotes
from evaluering.texts.respondents import READ_BESIDE, Answers, counted_quotes
from evaluering.texts.statements import (
    OF_TEAMS,
    ApprovalFile,
    approved_statements,
    own_statements,
    read_approvals,
)

__all__ = [
    "OF_TEAMS",
    "QUOTES",
    "READ_BESIDE",
    "Answers",
    "ApprovalFile",
    "CuratedQuote",
    "QuoteFile",
    "approved_statements",
    "counted_quotes",
    "own_statements",
    "read_approvals",
    "read_quotes",
]
