"""Wordings as survey systems store them, with their markup taken off."""

from html.parser import HTMLParser


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag parts words; a script or style sheet begins."""
        del attrs
        self._hidden += tag in ("script", "style")
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """A tag parts words; a script or style sheet ends."""
        self._hidden -= tag in ("script", "style") and self._hidden > 0
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._hidden:
            self.words.append(data)


def plain_text(marked_up: str) -> str:
    """The words of a text in HTML, each space between them single; scripts and styles left out."""
    parser = _Words()
    parser.feed(marked_up)
    parser.close()
    return " ".join("".join(parser.words).split())
