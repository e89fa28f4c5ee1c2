"""What preparation found, as tables."""

from __future__ import annotations

from dataclasses import replace

from scoring.figures import blanked_table, notes_table, staged_table
from scoring.pipeline import Run
from scoring.tables import TABLES


def test_staged_table_has_a_line_per_table(tiny_run: Run) -> None:
    report = tiny_run.stage()
    table = staged_table(report)
    assert table.index.tolist() == [declared.name for declared in TABLES]
    assert table.columns.tolist() == ["delivered", "received", "staged", "dropped", "without parent"]
    assert table.loc["application", ["received", "staged", "dropped"]].tolist() == [150, 150, 0]
    assert table["delivered"].all()
    assert (table["received"] == table["staged"] + table["dropped"]).all()


def test_blanked_table_has_a_line_per_column_where_values_were_blanked(tiny_run: Run) -> None:
    table = blanked_table(tiny_run.stage())
    rows = {(entry.table, column): n for entry in tiny_run.stage().tables for column, n in entry.blanked.items() if n}
    assert {key: row["blanked"] for key, row in table.iterrows()} == rows
    assert table.loc[("application", "DAYS_EMPLOYED"), "stood there"] == "365243"
    assert table.loc[("application", "DAYS_EMPLOYED"), "share of rows"] == rows["application", "DAYS_EMPLOYED"] / 150


def test_notes_have_a_line_per_sentence_and_are_not_cut(tiny_run: Run) -> None:
    report = tiny_run.stage()
    first, *others = report.tables
    noted = replace(report, tables=(replace(first, dropped=3), *(replace(table, orphans=2) for table in others)))
    table = notes_table(noted)
    assert table.iloc[:, 0].tolist() == list(noted.sentences())
    assert table.index.tolist() == list(range(1, 8))
    assert all(sentence in table.to_html() for sentence in noted.sentences())
    assert all(sentence in table._repr_html_() and sentence in repr(table) for sentence in noted.sentences())


def test_without_a_sentence_the_notes_say_so(tiny_run: Run) -> None:
    (said,) = notes_table(tiny_run.stage()).iloc[:, 0]
    assert said.startswith("nothing: every table was delivered")
