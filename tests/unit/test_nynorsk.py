"""The nynorsk catalogue says what bokmål's says, and says it in nynorsk."""

import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from builders import ROOT

from evaluering.language import catalogue
from evaluering.vocabulary import Language

NB, NN = (catalogue(one).forms() for one in (Language.BOKMAAL, Language.NYNORSK))

BOKMAAL_WORDS = (
    "ikke|hvor|hvordan|hvorfor|hva|hvem|hvilke|hvilken|hvilket|hver|hvert|hverandre|hvis|noen|noe|bare|"
    "mer|flere|fra|være|været|vært|jeg|dere|dem|deres|de|disse|en|et|ett|én|egen|eget|egne|annen|annet|"
    "samme|selv|sammen|siden|mye|uten|utenfor|innenfor|utenom|tidligere|senere|høy|høyt|høyere|høyest|"
    "høyeste|lav|lavt|lave|lavere|lavest|laveste|bedre|dårligere|lettere|oftere|andel|andelen|andeler|"
    "andelene|antall|antallet|tall|tallet|tallene|uke|måned|måneder|månedene|timer|ganger|sted|steder|"
    "stedene|trakk|ga|gikk|sto|fikk|gjør|gjøre|sier|tar|kommer|spør|spurte|svarte|økte|vet|finnes|trengs|"
    "ble|mens|da|ansatte|brukere|brukeren|brukerne|kommuner|kommunene|teamene|målene|punkter|punktene|"
    "svarene|feilene|skjemaer|skjemaene|temaer|temaene|intervaller|intervallene|filen|raden|cellen|"
    "mappen|tiden|rollen|listen|personvernhensyn|gjennomsnittlig|bygger|helt|laget|rettet|nevner"
)

ENDINGS = r"\w+ing(?:en|er|ene)|\w+het(?:en|er|ene)?|\w+else[rn]?|\w+lig[et]?|\w+ede|\w+ende|\w+ernes?|\w+es"
"""Endings of bokmål: nouns in *-ing*, *-het* and *-else*, participles, definite plurals, passives."""

NOT_BOKMAAL = {"elles", "eksterne", "felles", "frivillig", "gjerne", "helse", "hende", "dømes", "stades"}
"""Words with such an ending that are nynorsk."""

NAMES = {"changes", "hodges", "hughes"}
"""Quoted names: a file and two authors."""

TELLTALE = re.compile(rf"\b(?:{BOKMAAL_WORDS}|{ENDINGS})\b")


def _terms() -> list[tuple[str, str]]:
    """The word list's rows: bokmål, and each nynorsk word for it."""
    text = (ROOT / "docs/language-nn.md").read_text(encoding="utf-8")
    return [
        (bokmaal, one)
        for bokmaal, nynorsk in re.findall(r"^\| (?!bokmål|-)([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
        for one in nynorsk.split(", ")
    ]


def _said(form: str) -> str:
    """A form without its placeholders, in small letters."""
    return re.sub(r"\{\w+(?::\w+)?\}", " ", form).lower()


def _bokmaal_in(form: str) -> set[str]:
    return set(TELLTALE.findall(_said(form))) - NOT_BOKMAAL - NAMES


def _placeholders(form: str) -> list[str]:
    return sorted(f"{name}:{of}" for _, name, of, _ in Formatter().parse(form) if name is not None)


def _numbers_and_files(form: str) -> list[str]:
    """What stands the same in every language: numbers, and names of files and commands."""
    return sorted(re.findall(r"\d+|\w[\w/-]*\.(?:csv|toml|txt|html)|evaluering [a-z]+", form))


def _order(language: Language) -> list[str]:
    return list(catalogue(language).forms())


def test_the_messages_come_in_the_order_of_bokmaal():
    assert _order(Language.NYNORSK) == _order(Language.BOKMAAL)


def test_each_message_has_as_many_forms_as_in_bokmaal():
    assert {name: len(forms) for name, forms in NN.items()} == {
        name: len(forms) for name, forms in NB.items()
    }


@pytest.mark.parametrize("what", [_placeholders, _numbers_and_files], ids=lambda what: what.__name__)
def test_every_form_keeps_what_no_language_may_change(what):
    differing = {
        name for name, forms in NN.items() if [what(one) for one in forms] != [what(one) for one in NB[name]]
    }
    assert differing == set()


def test_the_file_says_that_it_is_nynorsk():
    with (ROOT / "src/evaluering/language/locales/nn.po").open("rb") as stream:
        read = read_po(stream)
    assert (str(read.locale), read.num_plurals) == ("nn", 2)


def test_no_bokmaal_word_stands_in_a_message():
    found = {name: words for name, forms in NN.items() if (words := set().union(*map(_bokmaal_in, forms)))}
    assert found == {}


def test_bokmaal_would_be_found_out():
    sentences = [form for forms in NB.values() for form in forms if len(form.split()) > 7]
    assert sum(bool(_bokmaal_in(one)) for one in sentences) > 0.95 * len(sentences)


def test_the_word_list_s_bokmaal_words_stand_in_no_message():
    nynorsk = {word for _, one in _terms() for word in (one, _said(one))}
    wrong = "|".join(sorted(re.escape(word) for word, _ in _terms() if word not in nynorsk))
    pattern = re.compile(rf"\b(?:{wrong})\w*")
    assert {
        name: hits for name, forms in NN.items() if (hits := pattern.findall(_said(" ".join(forms))))
    } == {}


def test_the_word_list_s_nynorsk_words_are_in_use():
    texts = "\n".join(_said(form) for forms in NN.values() for form in forms)
    assert [one for _, one in _terms() if not re.search(rf"\b{re.escape(one)}", texts)] == []


def test_the_word_list_has_the_recurring_terms():
    assert len(_terms()) > 120
