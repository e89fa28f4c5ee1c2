"""Documents for clients: the letter that gives reasons and the client's own file; a comparison as a picture."""

from scoring.letters.asking import file, letter
from scoring.letters.chart import comparison_chart
from scoring.letters.document import Document
from scoring.letters.noting import noted
from scoring.letters.page import html
from scoring.letters.picture import png
from scoring.letters.print import pdf
from scoring.letters.writing import Held, Noted, Said, own_file, reasons_letter

__all__ = [
    "Document",
    "Held",
    "Noted",
    "Said",
    "comparison_chart",
    "file",
    "html",
    "letter",
    "noted",
    "own_file",
    "pdf",
    "png",
    "reasons_letter",
]
