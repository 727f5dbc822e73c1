"""Works that are cited: read from BibTeX or CSL-JSON, refused when broken, and written on one line."""

import io
import json

import pytest

from evaluering.bibliography import own_works, packaged_works, written
from evaluering.bibliography.files import MAXIMUM_BYTES
from evaluering.errors import InputRefused
from evaluering.vocabulary import Language

NB, EN = Language.BOKMAAL, Language.ENGLISH
BIBTEX = """
@article{Testesen2020,
  author = {Testesen, Kari Anne and {Et institutt}},
  title = {{Om} <b>forbedring</b> \\& \\"{o}},
  journal = {Et tidsskrift}, year = 2020, volume = {7}, number = {2}, pages = {11--19},
  doi = {10.1234/abc}, keywords = {not shown}
}
@techreport{rapport, author = {Prøve, Ola}, title = {En rapport}, institution = {Et direktorat},
  year = {2021}, url = {https://example.org/a?b=1}}
"""
CSL = [
    {
        "id": "Bok",
        "type": "book",
        "title": "En bok",
        "editor": [{"family": "Berg", "given": "Anne"}],
        "edition": "2",
        "publisher": "Forlaget",
        "publisher-place": "Oslo",
        "issued": {"date-parts": [[2001]]},
        "abstract": "not shown",
    }
]


def of(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    return own_works(tmp_path, name)


def lines(works, language=NB):
    return [one.text for one in written(works, sorted(works), language)]


def test_a_bibtex_article_is_written_in_the_vancouver_manner(tmp_path):
    line, _ = lines(of(tmp_path, "refs.bib", BIBTEX))[::-1]
    assert line == "Testesen KA, Et institutt. Om <b>forbedring</b> & ö. Et tidsskrift. 2020;7(2):11–19."


def test_a_bibtex_report_names_its_institution(tmp_path):
    assert lines(of(tmp_path, "refs.bib", BIBTEX))[0] == "Prøve O. En rapport. Et direktorat; 2021."


def test_a_doi_leads_to_the_doi_resolver_and_a_report_to_its_address(tmp_path):
    works = of(tmp_path, "refs.bib", BIBTEX)
    assert [one.address for one in written(works, sorted(works), NB)] == [
        "https://example.org/a?b=1",
        "https://doi.org/10.1234/abc",
    ]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (NB, "Berg A, red. En bok. 2. utg. Oslo: Forlaget; 2001."),
        (EN, "Berg A, ed. En bok. 2nd edn. Oslo: Forlaget; 2001."),
    ],
)
def test_terms_are_in_the_language_of_the_page(tmp_path, language, line):
    assert lines(of(tmp_path, "refs.json", json.dumps(CSL)), language) == [line]


def test_works_are_written_in_the_order_they_are_asked_for(tmp_path):
    works = of(tmp_path, "refs.bib", BIBTEX)
    keys = ["testesen2020", "rapport"]
    assert [one.key for one in written(works, keys, NB)] == keys


@pytest.mark.parametrize(
    ("written_as", "read"),
    [
        ('\\"{o}', "ö"),
        ('{\\"o}', "ö"),
        ('{\\"{o}}', "ö"),
        ("\\'{e}t", "ét"),
        ("\\c{c}a", "ça"),
        ("\\aa{}", "å"),
        ("{\\o}", "ø"),
        ("l\\o pe", "løpe"),
        ('na{\\"\\i}v', "naïv"),
        ("\\v{S}", "Š"),
    ],
)
def test_accents_of_bibtex_are_read_however_they_are_written(tmp_path, written_as, read):
    works = of(tmp_path, "refs.bib", f"@book{{a, title = {{En {written_as}}}, year = 2001}}")
    assert lines(works) == [f"En {read}. 2001."]


BROKEN = {
    "an entry that is not closed": ("refs.bib", "@article{a, title = {x}"),
    "a value that is not closed": ("refs.bib", "@article{a, title = {x"),
    "a key alone": ("refs.bib", "@article{a"),
    "an entry without a comma": ("refs.bib", "@article{a, title={SECRET} year=2000}"),
    "a text made of others": ("refs.bib", '@string{a = "SECRET"}'),
    "a macro": ("refs.bib", "@article{a, title={\\input{SECRET}}}"),
    "a key with a space": ("refs.bib", "@article{SECRET a, title={x}}"),
    "no JSON": ("refs.json", "SECRET"),
    "no list": ("refs.json", '{"SECRET": 1}'),
    "no title": ("refs.json", '[{"id": "a", "type": "SECRET"}]'),
    "the same key twice": ("refs.json", json.dumps([*CSL, CSL[0] | {"id": "bok"}])),
    "deep nesting": ("refs.json", "[" * 100_000),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_refused_and_nothing_of_it_repeated(tmp_path, fault):
    with pytest.raises(InputRefused, match="references file refs") as refused:
        of(tmp_path, *BROKEN[fault])
    assert "SECRET" not in str(refused.value)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "refs.bib").write_bytes(BIBTEX.encode("utf-16"))
    with pytest.raises(InputRefused, match="another encoding"):
        own_works(tmp_path, "refs.bib")


def test_a_file_that_is_too_large_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="more than"):
        of(tmp_path, "refs.bib", " " * (MAXIMUM_BYTES + 1))


def test_a_link_out_of_the_workspace_is_refused(tmp_path):
    inside = tmp_path / "workspace"
    inside.mkdir()
    (tmp_path / "refs.bib").write_text(BIBTEX, encoding="utf-8")
    (inside / "refs.bib").symlink_to(tmp_path / "refs.bib")
    with pytest.raises(InputRefused, match="outside the workspace"):
        own_works(inside, "refs.bib")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="no such file"):
        own_works(tmp_path, "refs.bib")


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "turned \u202e round"},
        {"title": "a line\nmore"},
        {"URL": "javascript:alert(1)"},
        {"URL": "file:///etc/passwd"},
        {"DOI": "10.1/<script>"},
    ],
)
def test_a_work_that_cannot_be_printed_safely_is_refused_by_its_key(tmp_path, fields):
    works = of(tmp_path, "refs.json", json.dumps([CSL[0] | fields]))
    with pytest.raises(InputRefused, match="work bok"):
        written(works, ["bok"], NB)


def test_every_work_of_the_package_can_be_written_in_every_language():
    works = packaged_works()
    for language in Language:
        assert len(set(lines(works, language))) == len(works)


def test_the_style_is_sound_csl():
    from importlib.resources import files

    from citeproc import CitationStylesStyle

    content = (files("evaluering.bibliography") / "numbered.csl").read_bytes()
    # citeproc-py warns of a style that breaks CSL's schema, and warnings fail.
    assert CitationStylesStyle(io.BytesIO(content), validate=True).has_bibliography()
