"""Features cut into parts: each large enough, named so that a person knows who is in it."""

from __future__ import annotations

import pytest

from scoring.pipeline.exploration.parts import Counts, Part, gathered, of_categories, of_number, said

NOBODY = Counts()


def repaid(*clients: int) -> list[Counts]:
    return [Counts(count) for count in clients]


def seen(parts: tuple[Part, ...]) -> list[tuple[str, int]]:
    return [(part.name, part.counts.labelled) for part in parts]


@pytest.mark.parametrize(
    ("clients", "expected"),
    [
        ((5, 5, 5), [("up to 0.1", 5), ("0.1 to 0.2", 5), ("over 0.2", 5)]),
        ((2, 3, 5), [("up to 0.2", 5), ("over 0.2", 5)]),
        ((5, 5, 1), [("up to 0.1", 5), ("over 0.1", 6)]),
        ((5, 0, 0), [("any value", 5)]),
        ((1, 1, 3), [("any value", 5)]),
        ((1, 1, 1), []),
        ((0, 0, 0), []),
    ],
)
def test_neighbours_are_merged_until_each_part_is_large_enough(
    clients: tuple[int, ...], expected: list[tuple[str, int]]
) -> None:
    assert seen(of_number((0.1, 0.2), repaid(*clients), NOBODY, least=5)) == expected


@pytest.mark.parametrize(
    ("known", "unknown", "expected"),
    [
        ((6, 5), Counts(5), [("up to 1", 6), ("over 1", 5), ("not known", 5)]),
        ((6, 5), Counts(4), [("up to 1", 6), ("over 1 or not known", 9)]),
        ((6, 5), Counts(unlabelled=9), [("up to 1", 6), ("over 1 or not known", 5)]),
        ((1, 1), Counts(9), [("any value or not known", 11)]),
        ((0, 0), Counts(9), [("not known", 9)]),
        ((1, 1), Counts(2), []),
        ((0, 0), Counts(2), []),
    ],
)
def test_few_for_whom_it_is_not_known_join_the_smallest_part(
    known: tuple[int, int], unknown: Counts, expected: list[tuple[str, int]]
) -> None:
    assert seen(of_number((1.0,), repaid(*known), unknown, least=5)) == expected


def test_labelled_clients_make_a_part_large_and_all_are_counted() -> None:
    (first, second) = of_number((1.0, 2.0), [Counts(1, 1, 90), Counts(2, 3, 4), Counts(0, 5, 6)], NOBODY, least=5)
    assert first.counts == Counts(3, 4, 94)
    assert second.counts == Counts(0, 5, 6)


@pytest.mark.parametrize(
    ("edges", "ends", "names"),
    [
        ((0.0, 1.0, 4.0), (0.0, 9.0), ["0", "1", "2 to 4", "5 or more"]),
        ((0.0, 1.0, 4.0), (-1.0, 5.0), ["up to 0", "1", "2 to 4", "5"]),
        ((0.0,), (0.0, 1.0), ["0", "1"]),
        ((-3.0, -2.0), (-9.0, 7.0), ["up to -3", "-2", "-1 or more"]),
    ],
)
def test_whole_numbers_are_told_one_by_one_where_they_are_small(
    edges: tuple[float, ...], ends: tuple[float, float], names: list[str]
) -> None:
    parts = of_number(edges, repaid(*[1] * (len(edges) + 1)), NOBODY, 1, ends, whole=True)
    assert [part.name for part in parts] == names


def test_large_numbers_are_told_with_three_digits() -> None:
    parts = of_number((-16_036.0, -9_000.0), repaid(1, 1, 1), NOBODY, 1, (-25_000.0, 0.0))
    assert [part.name for part in parts] == ["up to -16,000", "-16,000 to -9,000", "over -9,000"]


def test_edges_that_are_close_get_the_digits_that_tell_them_apart() -> None:
    parts = of_number((0.12341, 0.12342), repaid(1, 1, 1), NOBODY, least=1)
    assert [part.name for part in parts] == ["up to 0.12341", "0.12341 to 0.12342", "over 0.12342"]


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (0.12345, "0.123"), (270_000.0, "270,000"), (-16_036.0, "-16,000"), (2e-8, "2e-08")]
)
def test_numbers_are_said_with_three_digits(value: float, text: str) -> None:
    assert said(value) == text


@pytest.mark.parametrize(
    ("clients", "unknown", "expected"),
    [
        ({"a": 5, "b": 9}, 0, [("b", 9), ("a", 5)]),
        ({"a": 9, "b": 3, "c": 2}, 0, [("a", 9), ("2 others", 5)]),
        ({"a": 9, "b": 6, "c": 1}, 0, [("a", 9), ("2 others", 7)]),
        ({"a": 9, "b": 1}, 0, [("any value", 10)]),
        ({"a": 1, "b": 1}, 0, []),
        ({"a": 9}, 2, [("a or not known", 11)]),
        ({"a": 9, "b": 5}, 7, [("a", 9), ("b", 5), ("not known", 7)]),
        ({"only unlabelled": 0, "a": 9, "b": 6}, 0, [("a", 9), ("2 others", 6)]),
        ({}, 0, []),
    ],
)
def test_rare_values_of_a_category_are_one_part(
    clients: dict[str, int], unknown: int, expected: list[tuple[str, int]]
) -> None:
    found = {value: Counts(count, 0, 1) for value, count in clients.items()}
    assert seen(of_categories(found, Counts(unknown), least=5)) == expected


def test_values_after_the_most_frequent_are_gathered_and_counted() -> None:
    found = {value: Counts(count) for value, count in {"a": 9, "b": 8, "c": 7, "d": 6, "e": 1}.items()}
    parts = of_categories(found, Counts(5), least=5)
    assert seen(parts) == [("a", 9), ("b", 8), ("c", 7), ("2 others", 7), ("not known", 5)]
    assert seen(gathered(parts, 4)) == [("a", 9), ("b", 8), ("3 others", 14), ("not known", 5)]
    assert gathered(parts, 5) == parts
