"""Everything is escaped, except what the module made itself."""

from __future__ import annotations

from scoring.letters.markup import tag, together


def test_text_is_escaped_and_markup_is_not() -> None:
    assert tag("p", "a < b ", tag("b", "& c")) == "<p>a &lt; b <b>&amp; c</b></p>"
    assert together("<i>", tag("b", "x")) == "&lt;i&gt;<b>x</b>"


def test_attributes_are_escaped_and_named_as_in_html() -> None:
    assert tag("td", class_="a", aria_label='"x"') == '<td class="a" aria-label="&quot;x&quot;"></td>'
    assert tag("details", open=True, hidden=False) == "<details open></details>"
