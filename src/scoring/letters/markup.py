"""HTML from Python values: everything is escaped, except what this module made."""

from __future__ import annotations

from html import escape


class Markup(str):
    """HTML that is ready to be shown."""

    __slots__ = ()


def tag(name: str, *content: str, **attributes: str | bool) -> Markup:
    """Make an element; `class_` stands for class, True for an attribute without value, False for none."""
    inner = "".join(part if isinstance(part, Markup) else escape(part, quote=False) for part in content)
    return Markup(f"<{name}{_written(attributes)}>{inner}</{name}>")


def together(*content: str) -> Markup:
    """Put pieces one after the other."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part, quote=False) for part in content))


def _written(attributes: dict[str, str | bool]) -> str:
    names = {name: name.removesuffix("_").replace("_", "-") for name in attributes}
    return "".join(
        f" {names[name]}" if value is True else f' {names[name]}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    )
