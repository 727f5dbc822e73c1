"""How many answered a question in words: counted from the answers, never taken from a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from evaluering.analysis.scope import SCOPE_TABLES, Scope, restricted
from evaluering.disclosure import ChosenText
from evaluering.errors import InputRefused
from evaluering.results import ReleasedText
from evaluering.tables import TABLES
from evaluering.texts.exposing import Pointers, spoken_names
from evaluering.texts.quotes import QUOTES, CuratedQuote, QuoteFile
from evaluering.vocabulary import TextKind

READ_BESIDE = (*SCOPE_TABLES, "city_districts", "gatherings", "team_members")
"""Tables that respondents are placed by, and that tell what may not be named."""
_PLACED = ("municipality", "gathering", "team")
_NAMED = ("municipalities", "city_districts", "hospital_trusts")


@dataclass(frozen=True)
class Answers:
    """Processed tables by name, and the free text stored apart from them, with the tables' keys."""

    tables: Mapping[str, pd.DataFrame]
    free_text: Mapping[str, pd.DataFrame]

    def respondents(self, quote: CuratedQuote) -> int:
        """Different persons with words in the quoted column (of the quoted item), in its network."""
        if quote.table not in self.free_text or quote.table not in self.tables:
            return 0
        declared, words = TABLES[quote.table], self.free_text[quote.table]
        given = words[words[quote.column].fillna("").astype(str).str.strip() != ""]
        if quote.item:
            instrument, item = quote.item.split("/")
            given = given[(given["instrument"] == instrument) & (given["item"] == item)]
        inside = self._inside(quote.table, quote.network)
        person = next(column.name for column in declared.columns if column.person)
        return int(inside.merge(given[list(declared.key)], on=list(declared.key))[person].nunique())

    def _inside(self, table: str, network: str) -> pd.DataFrame:
        """The rows of a table that are certainly of a network; "" for all rows."""
        rows = self.tables[table]
        if not network:
            return rows
        placed = [column for column in _PLACED if column in rows.columns]
        # A row that names no place is of every network to an analysis; here it counts for none.
        known = dict(self.tables) | {table: rows.dropna(subset=placed)}
        return restricted(known, Scope(network=network))[table]

    def pointers(self, network: str, fewest: int) -> Pointers:
        """What no text may name: places, teams, and roles that fewer than ``fewest`` hold in the network."""
        official = (name for table in _NAMED if table in self.tables for name in self.tables[table]["name"])
        names = {part for name in official for part in spoken_names(str(name))}
        teams = set(map(str, self.tables["teams"]["team"])) if "teams" in self.tables else set()
        return Pointers(frozenset(names | teams), self._roles_of_few(network, fewest))

    def _roles_of_few(self, network: str, fewest: int) -> frozenset[str]:
        roles = next(column.allowed for column in TABLES["team_members"].columns if column.name == "role")
        if "team_members" not in self.tables:
            return frozenset(roles)
        holders = self._inside("team_members", network).groupby("role")["member"].nunique()
        return frozenset(role for role in roles if holders.get(role, 0) < fewest)

    @cached_property
    def networks(self) -> frozenset[str]:
        """The networks that were delivered, "" for all of them."""
        known = self.tables["networks"]["network"] if "networks" in self.tables else ()
        return frozenset({"", *map(str, known)})


def counted_quotes(file: QuoteFile, answers: Answers, fewest: int) -> tuple[ChosenText, ...]:
    """The quotes of a file, each with how many answered its question in words at its level.

    ``fewest``: a role with fewer holders may not be named. Raises ``InputRefused`` for a network nobody
    delivered and for texts that point to someone (``Pointers``), by row and rule.
    """
    if set(file.networks) - answers.networks:
        raise InputRefused(
            f"texts/{QUOTES}",
            expected="networks that were delivered in networks",
            found="another one",
            next_step="mend the column network, or deliver the table",
        )
    pointers = {network: answers.pointers(network, fewest) for network in file.networks}
    return tuple(
        ChosenText(_asked_for(one), answers.respondents(one)) for one in file.pointing_to_nobody(pointers)
    )


def _asked_for(quote: CuratedQuote) -> ReleasedText:
    return ReleasedText(
        id=quote.quote,
        kind=TextKind.QUOTE,
        question=quote.question,
        group=quote.group,
        network=quote.network,
        table=quote.table,
        item=quote.item,
        text=quote.text,
        approved_by=quote.approved_by,
        approved=quote.approved,
    )
