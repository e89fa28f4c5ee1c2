"""What the page shows, as traits: faces set them, panels observe them and draw."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import get_args

from traitlets import Bool, Enum, HasTraits, Instance, Int, Tuple, Unicode

from advisor.login import User
from advisor.notices import Notice, notice_of
from scoring.faults import Refused
from scoring.serving.questions import (
    EVERYONE,
    About,
    Act,
    Base,
    Case,
    Client,
    Filters,
    Leaning,
    Matches,
    Questions,
)
from scoring.words import LANGUAGES, Words, words
from scoring.words.formats import Formats, formats

PANELS = ("client", "history", "compare", "whatif", "offers", "decide", "model", "portfolio")
"""The panels below the reasons, in the order of their tabs."""
GENERAL = ("portfolio", "model")
"""Those of them that have something to show without a client, in the order of the head's buttons."""
LEVELS = ("essential", "chosen", "all")
"""How much of what is known of a client is shown."""
SHADES = ("rate", "count")
"""What the colour of two variables' cells tells: the default rate, or how many clients."""
RECENT = 8
"""Clients that are remembered, for this session alone."""


@dataclass(frozen=True)
class Listing:
    """Which list of clients is shown, how it is narrowed and sorted, from which line on; before one is chosen, none."""

    name: str | None = None
    sort: str = "probability"
    descending: bool = True
    offset: int = 0
    narrowed: Filters = EVERYONE


@dataclass(frozen=True)
class Failed:
    """What is told of an act that failed; `again` does it again, None where that is of no use from here."""

    notice: Notice
    again: Callable[[], object] | None


class State(HasTraits):
    """One advisor's session. Setting `client` asks for the case; a fault becomes the notice.

    The notice of an act stays until the same act succeeds, or another client is asked for.
    """

    language = Enum(LANGUAGES, "fr")
    client = Int(None, allow_none=True)
    case = Instance(Case, allow_none=True)
    pending = Instance(Client, allow_none=True)  # whose score waits for what the advisor thinks of it
    opinion = Unicode(None, allow_none=True)  # what the advisor thought of the case before they saw its score
    about = Instance(About, allow_none=True)
    panel = Enum(PANELS, PANELS[0])
    variable = Unicode(None, allow_none=True)
    second = Unicode(None, allow_none=True)  # compared with the variable; without one, it alone
    base = Enum(get_args(Base), get_args(Base)[0])  # whom the force plot starts from
    group = Unicode(None, allow_none=True)
    criteria = Tuple()  # in what the group's clients are like this one; () is as the group has it
    shade = Enum(SHADES, SHADES[0])
    theme = Unicode("")  # the section whose variables are offered; "" is all
    wanted = Unicode("")  # the text that filters the client's fields
    level = Enum(LEVELS, LEVELS[0])
    section = Unicode("")  # of the client's fields; "" is all
    chosen = Tuple()  # names of the fields an advisor keeps
    recent = Tuple()  # clients opened, the last one first
    browsing = Bool(True)  # lists of clients are shown
    listing = Instance(Listing, ())
    still = Bool(False)  # the system asks for no movement
    busy = Bool(False)
    notice = Instance(Notice, allow_none=True)

    def __init__(
        self, questions: Questions, opinion_first: bool = False, zone: tzinfo = UTC, user: User | None = None
    ) -> None:
        """Take what answers; `opinion_first` asks what an advisor thinks before any score is shown.

        Times are said as the clocks of `zone` show them. `user` is who logged in, None where nobody does.
        """
        super().__init__()
        self.user = user
        self.questions, self.opinion_first, self.zone = questions, opinion_first, zone
        if opinion_first:
            self.listing = Listing(sort="id", descending=False)
        self.acts: dict[str, Callable[[str], None]] = {}
        """What the buttons of the panels do, by the name that each button bears."""
        self.failed: dict[Hashable, Failed] = {}
        """The acts whose last try failed, the last one last; a button's act by the name of the button."""
        self.follow(self.load, "client")

    @property
    def open(self) -> Client | None:
        """The client at hand, with a score or waiting for it."""
        return self.pending if self.case is None else self.case.client

    @property
    def general(self) -> bool:
        """Whether a panel about everybody is shown, with no client asked for."""
        return self.client is None and self.panel in GENERAL

    def shows(self, panel: str) -> bool:
        """Say whether there is anything to draw in the panel: its tab is chosen, with a case or about everybody."""
        return self.panel == panel and (self.case is not None or self.general)

    @property
    def words(self) -> Words:
        """The texts of the language chosen."""
        return words(self.language)

    @property
    def formats(self) -> Formats:
        """The formats of the language chosen."""
        return formats(self.language, zone=self.zone)

    def follow(self, act: Callable[[], None], *names: str) -> None:
        """Act now and after each change of the named traits; a fault becomes the notice."""
        self.attempt(act)
        self.observe(lambda _: self.attempt(act), names)

    def attempt(self, act: Callable[[], object], key: Hashable = None) -> None:
        """Act for a callback, from which an exception would reach nobody; acts of one key are the same act."""
        key, before = act if key is None else key, self.notice
        try:
            act()
        except Exception as error:
            self._fail(key, error, act)
            return
        known = (None, before, *(one.notice for one in self.failed.values()))
        if self.notice is not None and all(self.notice is not one for one in known):
            self.failed[key] = Failed(self.notice, None)
        else:
            self._mend(key)

    def retry(self) -> None:
        """Try again what failed; what cannot be tried from here is told no longer."""
        for key, one in list(self.failed.items()):
            if one.again is None:
                self._mend(key)
            elif key in self.failed:  # a case that is asked for again settles what failed with it
                self.attempt(one.again, key)
        if not self.failed:
            self.notice = None

    @property
    def repeatable(self) -> bool:
        """Whether something that failed can be tried again from here."""
        return any(one.again is not None for one in self.failed.values())

    def act(self, name: str, value: str) -> None:
        """Do what a button of that name asks; names that no panel knows are let be."""
        if name in self.acts:
            self.attempt(lambda: self.acts[name](value), name)

    def _fail(self, key: Hashable, error: Exception, again: Callable[[], object] | None) -> None:
        self.failed.pop(key, None)  # the last one is told
        refused = isinstance(error, Refused)  # it would be again
        self.failed[key] = Failed(notice_of(error), None if refused else again)
        self.notice = self.failed[key].notice

    def _mend(self, key: Hashable) -> None:
        """Tell no longer of an act that succeeded; what failed before it still is told."""
        if self.failed.pop(key, None) is not None:
            self.notice = next((one.notice for one in reversed(self.failed.values())), None)

    def load(self) -> None:
        """Ask for the chosen client's case. On a fault no case stays: never show another client's."""
        if self.notice is not None:
            self.case = None  # so that the same case, asked for again, is drawn again
        self.failed.clear()
        self.notice = self.opinion = None
        if self.client is None:
            self.case = self.pending = None
            self.browsing = True
            return
        self.busy = True
        try:
            pending = self._unsaid(self.client)
            self.case = None if pending else self._ask(self.client)
            self.pending = pending
            self.browsing = False
            self.recent = (self.client, *(known for known in self.recent if known != self.client))[:RECENT]
        except Exception:
            self.case = self.pending = None
            raise
        finally:
            self.busy = False

    def lean(self, opinion: Leaning) -> None:
        """Have recorded what the advisor thinks of the client who waits, and only then ask for the score."""
        if self.pending is not None:
            self.questions.record(self.pending.id, Act("first_opinion", opinion=opinion))
            self.load()

    def find(self, text: str, limit: int) -> Matches:
        """Search ids for the finder, which says that it failed; the notice says why."""
        try:
            found = self.questions.find(text, limit)
        except Exception as error:
            self._fail("find", error, None)  # the finder asks again once somebody types: nobody else reads the hits
            raise
        self._mend("find")
        return found

    def _unsaid(self, client: int) -> Client | None:
        """Give the client whose score has to wait; None where it need not, or nothing could be recorded."""
        if not self.opinion_first:
            return None
        history = self.questions.history(client)
        self.opinion = history.opinion
        return self.questions.client(client) if history.kept and history.opinion is None else None

    def _ask(self, client: int) -> Case:
        case = self.questions.case(client)
        if self.about is None or self.about.model != case.score.model:
            self.about = self.questions.about()
        return case
