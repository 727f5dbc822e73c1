"""Every number in a sentence is a released number, as shown."""

import re
from string import Formatter

from evaluering.presentation.prose import sentence, shown_cell

NUMBER = re.compile(r"\d+(?:\u00a0\d{3})*(?:,\d+)?")
YEARS = {"2014", "2015", "2021", "2022"}
"""The periods; the only numbers a message may hold itself."""


class Unnumbered:
    """A cross-reference without its number, which is none of a finding's."""

    def __format__(self, name: str) -> str:
        return f"tabellen {re.sub('[0-9]', '', name)}"


REFERENCES = dict.fromkeys(("table", "figure", "section", "appendix", "cite", "note"), Unnumbered())


def statements(finding):
    figures = [told for figure in finding.figures for told in (figure.alt, figure.key)]
    return [*finding.statements, *figures]


def test_the_pattern_reads_numbers_as_they_are_shown():
    assert NUMBER.findall("1\u00a0515 minutter, 44,9\u00a0% (0,079–0,301).") == [
        "1\u00a0515",
        "44,9",
        "0,079",
        "0,301",
    ]


def test_every_number_in_every_sentence_and_alt_text_is_a_released_number_as_shown(release, nb):
    told = 0
    for finding in release.findings:
        shown = {number for cell in finding.cells for number in NUMBER.findall(shown_cell(cell, nb))}
        for statement in statements(finding):
            numbers = set(NUMBER.findall(sentence(finding, statement, nb, REFERENCES))) - YEARS
            assert numbers <= shown, statement.id
            told += len(numbers)
    assert told > 60


def test_no_message_holds_a_number_of_its_own_but_the_years_of_the_networks(release, nb):
    for finding in release.findings:
        for statement in statements(finding):
            entry = nb.entries.get(statement.message)
            forms = [entry.string] if isinstance(entry.string, str) else list(entry.string)
            literal = "".join(part for form in forms for part, *_ in Formatter().parse(form))
            assert set(re.findall(r"\d+", literal)) <= YEARS, statement.message


def test_every_placeholder_value_a_finding_gives_is_a_cell_it_holds(release):
    for finding in release.findings:
        for statement in statements(finding):
            for _, keys in statement.values:
                assert all(finding.holds(key) for key in keys), statement.id


def told(by_id, finding: str, statement: str, nb) -> str:
    (one,) = [one for one in statements(by_id[finding]) if one.id == statement]
    return sentence(by_id[finding], one, nb, REFERENCES)


def test_the_sentence_about_the_falling_share(by_id, nb):
    assert told(by_id, "gathering_hours_2014_2015", "development_hours", nb) == (
        "Andelen gruppearbeid og plenum falt fra samling til samling, "
        "fra 44,9\u00a0% på den første til 17,2\u00a0% på den siste."
    )


def test_the_sentence_about_those_who_never_asked(by_id, nb):
    assert told(by_id, "follow_up_inquiries", "never", nb) == (
        "Selv om hver av de 12 henvendelsene kom fra sin egen kommune, var det minst 49 av 61 kommuner "
        "som aldri spurte, altså 80,3\u00a0%."
    )


def test_the_sentence_about_the_goals(by_id, nb):
    assert told(by_id, "municipal_goals", "distribution", nb) == (
        "Notatets forfattere slo kommunenes mål sammen til 28 ulike, med 91 nevninger i alt. "
        "12 av målene er nevnt av bare én kommune."
    )


def test_a_limit_of_one_is_told_in_the_singular(by_id, nb):
    assert told(by_id, "municipal_goals", "listing", nb) == (
        "Alle mål som er nevnt av minst 1 kommune, står i tabellen mentions."
    )
