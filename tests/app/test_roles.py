"""Each user of the page has a role of their own: named by the proxy, kept to by the API, named in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import pytest

from advisor import page
from advisor.login import User, visitor
from advisor.page import Page
from advisor.panels.decide import DecidePanel
from advisor.panels.portfolio import PortfolioPanel
from advisor.roles import Roles
from scoring.api import make
from scoring.faults import Refused
from scoring.ledger import Ledger
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Act
from scoring.serving.recording import Recorder
from scoring.settings import Settings
from scoring.words import words
from tests.api.live import live

KEY = "a page's own key, random in life"
USER, GROUPS = "X-Forwarded-User", "X-Forwarded-Groups"
OTHERS = "Paris%2C desk=advisor; équipe=manager; 100%=advisor; cn=heads%2COU=credit = manager"
NAMED = "desk=advisor, heads = manager; cn=heads=manager"
MANAGER, ADVISOR = ("manager",), ("advisor",)


@pytest.mark.parametrize(
    ("mapped", "usual", "named", "roles"),
    [
        # SCORING_PAGE_ROLES, SCORING_PAGE_ROLE, the header, the roles; () is not let in
        ("",    "advisor", "manager",                 MANAGER),
        ("",    "advisor", "advisor",                 ADVISOR),
        ("",    "advisor", " manager , advisor ",     ("advisor", "manager")),
        ("",    "advisor", "offline_access,manager",  MANAGER),
        ("",    "advisor", "",                        ADVISOR),
        ("",    "manager", " , ",                     MANAGER),
        ("",    "nobody",  "",                        ()),
        ("",    "nobody",  "advisor",                 ADVISOR),
        ("",    "manager", "boss",                    ()),
        ("",    "manager", "Manager",                 ()),
        ("",    "manager", "auditor",                 ()),
        ("",    "manager", "owner",                   ()),
        ("",    "manager", "managers",                ()),
        (NAMED, "advisor", "heads",                   MANAGER),
        (NAMED, "advisor", "staff|desk",              ADVISOR),
        (NAMED, "advisor", "desk;heads",              ("advisor", "manager")),
        (NAMED, "advisor", "cn=heads",                MANAGER),
        (NAMED, "advisor", "staff",                   ()),
        (NAMED, "advisor", "manager",                 ()),
        (NAMED, "advisor", "",                        ADVISOR),
    ],
)  # fmt: skip
def test_a_role_is_named_and_never_guessed(mapped: str, usual: str, named: str, roles: tuple[str, ...]) -> None:
    made = Roles.of(Settings(proxy_roles=GROUPS, page_roles=mapped, page_role=usual))
    assert made.granted(named) == roles


@pytest.mark.parametrize(
    ("between", "named", "roles"),
    [
        # SCORING_PROXY_BETWEEN, the header as it is sent, the roles
        (",;|", "staff,Paris%2C%20desk",            ADVISOR),
        (",;|", "Paris%2c desk|équipe",             ("advisor", "manager")),
        (",;|", "%C3%A9quipe",                      MANAGER),
        (",;|", "staff, équipe ",                   MANAGER),
        (",;|", "Équipe",                           ()),
        (",;|", "100%,voilà",                       ADVISOR),
        (",;|", "100%25",                           ADVISOR),
        (",;|", "%E9quipe",                         ()),  # not UTF-8
        (",;|", "Paris, desk",                      ()),  # two groups
        ("|",   "Paris, desk|staff",                ADVISOR),
        ("|",   "cn=heads,OU=credit",               MANAGER),
        ("|",   "staff,équipe",                     ()),
        ("|;",  "cn=heads,OU=credit;Paris, desk",   ("advisor", "manager")),
    ],
)  # fmt: skip
def test_a_group_may_have_any_name(between: str, named: str, roles: tuple[str, ...]) -> None:
    made = Roles.of(Settings(proxy_roles=GROUPS, page_roles=OTHERS, proxy_between=between))
    assert made.granted(named.encode().decode("latin-1")) == roles


def test_what_is_no_letter_of_utf_8_names_no_group() -> None:
    made = Roles.of(Settings(proxy_roles=GROUPS, page_roles=OTHERS, page_role="manager"))
    assert made.granted("\xe9quipe") == ()
    assert made.granted("\u0153uvre") == ()


@pytest.mark.parametrize("between", [" ", ",:", "x", "%"])
def test_only_known_signs_stand_between_groups(between: str) -> None:
    with pytest.raises(Refused, match=r"SCORING_PROXY_BETWEEN: .* give one or more of the signs ,;\|"):
        Settings.read({"SCORING_PROXY_BETWEEN": between})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("heads=boss", "heads=boss is not a group"),
        ("heads=auditor", "give GROUP=advisor, GROUP=manager"),
        ("heads", "=heads is not a group"),
        ("=manager", "=manager is not a group"),
        ("%E9quipe=manager", "%E9quipe=manager is not a group"),
        ("a%0A=manager", "a comma in a group's name as %2C"),
        ("Paris, desk=manager", "=Paris is not a group"),
        ("a=manager, a=advisor", "a is given twice"),
        ("é=manager, %C3%A9=advisor", "é is given twice"),
        ("a=boss, b=chief", "b=chief"),
    ],
)
def test_groups_are_mapped_to_the_pages_roles_alone(given: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        Roles.of(Settings(proxy_roles=GROUPS, page_roles=given))


@pytest.mark.parametrize("role", ["auditor", "data_scientist", "owner", "boss"])
def test_who_sees_no_clients_has_no_page(role: str) -> None:
    with pytest.raises(Refused, match="SCORING_PAGE_ROLE"):
        Settings(page_role=role)


TOLD = {"HTTP_X_FORWARDED_USER": "ana", "HTTP_X_FORWARDED_GROUPS": "manager"}


@pytest.mark.parametrize(
    ("given", "told", "user"),
    [
        ({}, TOLD, None),  # on this machine nobody logs in
        ({"proxy_user": USER}, TOLD, User("ana", ADVISOR)),
        ({"proxy_user": USER, "proxy_roles": GROUPS}, TOLD, User("ana", MANAGER)),
        ({"proxy_user": USER, "proxy_roles": GROUPS}, {}, User("", ADVISOR)),  # whom the API does not let in
    ],
)
def test_a_kernel_is_told_whose_it_is(given: dict[str, str], told: dict[str, str], user: User | None) -> None:
    assert visitor(Settings(**given), told) == user


@pytest.fixture
def opened(tiny_run: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Page]]:
    """Opens pages of one scoring process, each for a user and what the proxy says of their groups."""
    guarded = Settings(local_role="nobody", page_key=hashlib.sha256(KEY.encode()).hexdigest())
    local = Local.open(tiny_run.settings.data)
    named = {"SCORING_API_KEY": KEY, "SCORING_PROXY_USER": USER, "SCORING_PROXY_ROLES": GROUPS}
    with live(make(Recorder(local, local.fingerprint, ledger), guarded)) as url:
        for name, value in (named | {"SCORING_API": url, "SCORING_PAGE_ROLES": "heads=manager"}).items():
            monkeypatch.setenv(name, value)

        def open_for(user: str, groups: str) -> Page:
            monkeypatch.setenv("HTTP_X_FORWARDED_USER", user)
            monkeypatch.setenv("HTTP_X_FORWARDED_GROUPS", groups)
            return page.open()

        yield open_for
    local.close()


def near(tiny_run: Run) -> int:
    """A client whose decision a second person signs."""
    local = Local.open(tiny_run.settings.data)
    try:
        return next(client for client in local.find("", 150).ids if local.score(client).review)
    finally:
        local.close()


def signed(shown: Page, client: int) -> tuple[bool, str]:
    """Say whether a page offers to sign the decision about a client, and what comes of signing it all the same."""
    shown.state.client, shown.state.panel = client, "decide"
    panel, stands = shown.panels["decide"], shown.state.questions.history(client).stands
    assert isinstance(panel, DecidePanel)
    assert stands is not None
    try:
        shown.state.questions.record(client, Act("signature", stands.number, agrees=True))
    except Refused as refused:
        return 'data-act="sign"' in panel.buttons.value, str(refused)
    return 'data-act="sign"' in panel.buttons.value, "signed"


def test_a_manager_signs_a_decision_and_an_advisor_cannot(
    opened: Callable[[str, str], Page], ledger: Ledger, tiny_run: Run
) -> None:
    client = near(tiny_run)
    ana = opened("ana", "").state
    ana.client = client
    assert ana.case is not None
    ana.questions.record(client, Act("decision", outcome=ana.case.score.decision))
    assert signed(opened("eve", ""), client) == (False, "A signature is for the role manager.")
    assert signed(opened("ben", "staff,heads"), client) == (True, "signed")
    found = [(entry.kind, entry.actor.name, entry.actor.role) for entry in ledger.of_client(client)]
    acts = [one for one in found if one[0] in ("decision", "signature")]
    assert acts == [("decision", "ana", "advisor"), ("signature", "ben", "manager")]
    assert {one[1:] for one in found} == {("ana", "advisor"), ("ben", "manager"), ("eve", "advisor")}


def test_a_manager_signs_a_cost_policy_and_an_advisor_cannot(
    opened: Callable[[str, str], Page], ledger: Ledger
) -> None:
    refused = words("fr").text("page.portfolio_refused")
    for user, groups, may in (("ana", "", False), ("eve", "heads", True)):
        state = (shown := opened(user, groups)).state
        state.panel = "portfolio"
        panel = shown.panels["portfolio"]
        assert isinstance(panel, PortfolioPanel)
        assert (refused in panel.head.value, panel.signing.widget.layout.display) == (not may, "" if may else "none")
        if may:
            state.questions.sign_policy(12.0, "voté")
        else:
            with pytest.raises(Refused, match="The role advisor may not ask this"):
                state.questions.sign_policy(12.0, "voté")
    kept = [(entry.actor.name, entry.actor.role) for entry in ledger.of_kinds("cost_policy")]
    assert kept == [("eve", "manager")]
