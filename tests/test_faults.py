"""Faults are gathered and said at once."""

from __future__ import annotations

import pytest

from scoring.faults import Refused, UnknownName, refuse_if


def test_one_fault_is_its_own_message() -> None:
    assert Refused("no such file").faults == ("no such file",)
    assert str(Refused("no such file")) == "no such file"


def test_several_faults_are_one_message_of_several_lines() -> None:
    refused = Refused(fault for fault in ("no header", "no rows"))
    assert refused.faults == ("no header", "no rows")
    assert str(refused) == "no header\nno rows"


def test_nothing_is_refused_when_there_is_no_fault() -> None:
    refuse_if([])


def test_whatever_was_found_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        refuse_if(fault for fault in ("no header", "no rows"))
    assert refused.value.faults == ("no header", "no rows")


def test_an_unknown_name_is_refused_input() -> None:
    with pytest.raises(Refused, match="there is no such client"):
        raise UnknownName("there is no such client")
