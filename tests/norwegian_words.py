"""Small words hardly a Norwegian sentence does without, and none of them English."""

import re

TELLTALE = frozenset(
    re.findall(
        r"\S+",
        """
        alle av avvist ble blant bruker brukere de dem den der deres det disse eg eit eller en er et etter ett
        fil filen flere fordi forskjell før færre gjennomsnitt hadde han hun hva hver hvem hvis hvor hvordan
        ikke ikkje ingen innen inn intervallet ja kan kolonne kommune kommunen kommuner kommunene kor med
        mellom minst mot mye målet målene må noe noen nå når og også om opp oppgitt på raden rader rett
        samling samlingen samlinger samlingene seg selv siden sier ser sin skal skjult slik som svar
        svarte så tallene tall teamene teamet til tid uten ved verdi vi vil vises være
        """,
    )
)


def telltale_words(text: str) -> set[str]:
    """The telltale words in a text."""
    return TELLTALE & set(re.findall(r"[^\W\d_]+", text.lower()))
