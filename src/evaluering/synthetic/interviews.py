"""Interviews: one study with a codebook and two coders, one reflexive with an audit trail."""

from collections.abc import Iterator
from datetime import date

from evaluering.synthetic.days import after
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import CODER_FIDELITY
from evaluering.synthetic.rows import Row, yes

CODED, REFLEXIVE = "brukerstudien", "teamstudien"
THEMES = {
    "medvirkning": 0.42,
    "koordinering": 0.36,
    "venting": 0.2,
    "nytte": 0.3,
    "digitalt": 0.08,
}
"""Themes of the codebook with the share of segments that hold each."""
_REFLEXIVE_THEMES = ("forankring", "tid", "fellesskap")
CODERS = ("koder-1", "koder-2")
_INTERVIEWS, _TEAM_INTERVIEWS = 65, 6
_STEPS = (
    "familiarisation",
    "familiarisation",
    "coding",
    "memo",
    "coding",
    "themes_made",
    "decision",
    "themes_reviewed",
    "memo",
    "decision",
)


def code_rows() -> Iterator[Row]:
    """Rows of ``interview_codes``."""
    for study, themes in ((CODED, tuple(THEMES)), (REFLEXIVE, _REFLEXIVE_THEMES)):
        for theme in themes:
            yield {
                "study": study,
                "theme": theme,
                "name": f"{theme.capitalize()} (syntetisk)",
                "approach": "codebook" if study == CODED else "reflexive",
                "definition": "Syntetisk: når intervjupersonen snakker om dette",
            }


def segment_rows(draws: Draws) -> Iterator[Row]:
    """Rows of ``interview_segments``.

    A coder sees what is there with probability ``CODER_FIDELITY``, else decides by the theme's share.
    """
    for interview in range(1, _INTERVIEWS + 1):
        for segment in range(1, draws.whole(4, 12) + 1):
            held = {theme: draws.chance(share) for theme, share in THEMES.items()}
            for coder in CODERS:
                for theme, share in THEMES.items():
                    drawn = draws.chance(share)
                    present = held[theme] if draws.chance(CODER_FIDELITY) else drawn
                    yield _segment((CODED, interview, segment, coder, theme), present)
    for interview in range(1, _TEAM_INTERVIEWS + 1):
        for segment in range(1, draws.whole(8, 16) + 1):
            for theme in _REFLEXIVE_THEMES:
                yield _segment((REFLEXIVE, interview, segment, CODERS[0], theme), draws.chance(0.3))


def _segment(place: tuple[str, int, int, str, str], present: bool) -> Row:
    study, interview, segment, coder, theme = place
    return {
        "study": study,
        "interview": f"intervju-{interview:02d}",
        "segment": segment,
        "coder": coder,
        "theme": theme,
        "present": yes(present),
        "segment_text": f"Syntetisk utsagn {segment} i intervju {interview}",
    }


def audit_rows(draws: Draws) -> Iterator[Row]:
    """Rows of ``interview_audit``."""
    day = date(2023, 9, 4)
    for step, kind in enumerate(_STEPS, 1):
        yield {
            "study": REFLEXIVE,
            "step": step,
            "done": day,
            "kind": kind,
            "note": f"Syntetisk notat {step}: hva som ble bestemt og hvorfor",
        }
        day = after(day, draws.whole(3, 14))
