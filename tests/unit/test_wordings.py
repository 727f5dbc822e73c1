"""Tables, columns and answers in words: none is missing, none is left over, none means two things."""

from collections import defaultdict
from dataclasses import replace
from string import Formatter

import pytest
from builders import ROOT

from evaluering.documents import ddi_codebook
from evaluering.errors import OwnFault
from evaluering.presentation import codebook_page
from evaluering.tables import INSTRUMENT_GROUPS, INSTRUMENT_TABLES, TABLES, Column, ColumnType, Wordings
from evaluering.tables.wordings import wordings_file
from evaluering.vocabulary import Language, Protects
from evaluering.workspace import load_workspace

NORWEGIAN = (Language.BOKMAAL, Language.NYNORSK)
COLUMNS = [(table, column) for table in INSTRUMENT_TABLES for column in table.delivered]
ANSWERS = [(column, code) for _, column in COLUMNS for code in column.allowed]
every_language = pytest.mark.parametrize("language", Language)


def own(table: str, column: str) -> bool:
    """Whether a table's column has a wording of its own."""
    return column in wordings_file()["columns_of"].get(table, {})


@every_language
def test_every_table_has_a_title_and_a_purpose(language):
    for table in INSTRUMENT_TABLES:
        for text in (
            Wordings(language).table_title(table),
            Wordings(language).table_purpose(table),
        ):
            assert text.strip() == text != ""
            assert not text.endswith(".")


@every_language
def test_every_title_of_a_table_is_its_own(language):
    titles = [Wordings(language).table_title(table) for table in INSTRUMENT_TABLES]
    assert len(set(titles)) == len(titles)


@every_language
def test_every_column_has_a_meaning_that_starts_a_line(language):
    for table, column in COLUMNS:
        text = Wordings(language).column_meaning(table, column)
        assert text[0].isupper(), (table.name, column.name)
        assert not text.endswith(".")


@every_language
def test_every_answer_has_a_label(language):
    for column, code in ANSWERS:
        label = Wordings(language).answer(column, code)
        assert label.strip() == label != ""
        assert "_" not in label


@every_language
def test_the_answers_of_a_column_can_be_told_apart(language):
    for _, column in COLUMNS:
        labels = [Wordings(language).answer(column, code) for code in column.allowed]
        assert len(set(labels)) == len(labels), column.name


@every_language
def test_every_group_of_tables_has_a_name(language):
    assert len({Wordings(language).group(name) for name in INSTRUMENT_GROUPS}) == len(INSTRUMENT_GROUPS)


def test_no_wording_is_without_its_table_group_or_column():
    file = wordings_file()
    assert file["tables"].keys() == {table.name for table in INSTRUMENT_TABLES}
    assert file["groups"].keys() == INSTRUMENT_GROUPS.keys()
    declared = {(table.name, column.name) for table, column in COLUMNS}
    assert {(table, name) for table, names in file["columns_of"].items() for name in names} <= declared
    shared = {column.name for table, column in COLUMNS if not own(table.name, column.name)}
    assert file["columns"].keys() == shared


def test_no_label_is_without_its_answer():
    file = wordings_file()
    own_labels = {(column, code) for column, codes in file["answers_of"].items() for code in codes}
    declared = {(column.name, code) for column, code in ANSWERS}
    assert own_labels <= declared
    assert file["answers"].keys() == {code for _, code in declared - own_labels}


def test_a_shared_wording_serves_columns_that_mean_the_same():
    meanings = defaultdict(set)
    for table, column in COLUMNS:
        if not own(table.name, column.name):
            meanings[column.name].add(column.description)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_a_wording_of_its_own_differs_from_the_shared_one():
    file = wordings_file()
    for names in file["columns_of"].values():
        for name, texts in names.items():
            assert texts != file["columns"].get(name)


def test_every_wording_is_in_bokmaal_and_nynorsk():
    def texts(entry):
        if any(isinstance(value, str) for value in entry.values()):
            yield entry
        else:
            for value in entry.values():
                yield from texts(value)

    found = list(texts(wordings_file()))
    assert len(found) > 450
    for entry in found:
        assert {"nb", "nn"} <= entry.keys() <= {"nb", "nn", "en"}, entry


def test_the_fixed_words_are_in_three_languages_with_the_same_placeholders():
    for name, texts in wordings_file()["words"].items():
        assert texts.keys() == {"nb", "nn", "en"}
        placeholders = {
            frozenset(place for _, place, _, _ in Formatter().parse(text) if place) for text in texts.values()
        }
        assert len(placeholders) == 1, name


def test_every_fixed_word_is_used(monkeypatch: pytest.MonkeyPatch):
    asked: set[str] = set()
    real = Wordings.word

    def word(self: Wordings, name: str, **values: str) -> str:
        asked.add(name)
        return real(self, name, **values)

    monkeypatch.setattr(Wordings, "word", word)
    configuration = load_workspace(ROOT).configuration
    # What the vocabulary allows and no instrument table has today: public figures, a highest value alone.
    public = replace(
        TABLES["goals"],
        protects=Protects.NOTHING,
        documents=TABLES["national_goals"].documents,
        place="synthetic",
        columns=(Column("goal", ColumnType.NUMBER, "synthetic", maximum=1),),
    )
    for use in ("quality_assurance", "research"):
        study = configuration.study.model_copy(update={"use": use})
        codebook_page(study, INSTRUMENT_GROUPS | {"network": (public,)}, Wordings(Language.BOKMAAL))
        codebook_page(study, INSTRUMENT_GROUPS, Wordings(Language.BOKMAAL))
    ddi_codebook(configuration, INSTRUMENT_TABLES)
    assert asked == wordings_file()["words"].keys()


def test_a_wording_for_one_table_goes_before_the_shared_one():
    words = Wordings(Language.BOKMAAL)
    meanings = {
        name: words.column_meaning(TABLES[name], TABLES[name].column("team"))
        for name in ("inquiries", "goals")
    }
    assert meanings == {"inquiries": "Teamet som spurte", "goals": "Team"}


def test_english_is_what_the_declaration_says():
    table = TABLES["inquiries"]
    words = Wordings(Language.ENGLISH)
    assert words.column_meaning(table, table.column("team")) == "Team that asked"
    assert words.answer(table.column("channel"), "e_mail") == "e-mail"
    assert words.answer(table.column("answered_by"), "other_team") == "other team"


@pytest.mark.parametrize("language", NORWEGIAN)
def test_a_column_without_a_wording_is_a_fault_of_ours(language):
    column = Column("never_declared", ColumnType.TEXT, "x")
    with pytest.raises(OwnFault, match=r"wordings\.toml"):
        Wordings(language).column_meaning(TABLES["goals"], column)
