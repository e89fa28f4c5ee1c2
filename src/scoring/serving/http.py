"""Every question answered by the API of a scoring process: the page's client, and the published one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, cast

import httpx

from scoring.faults import Refused
from scoring.serving.calling import Calling
from scoring.serving.questions import (
    EVERYONE,
    About,
    Act,
    AmendedClient,
    Amendment,
    Application,
    Base,
    CardForm,
    Case,
    Changeable,
    Client,
    ClientPage,
    Comparison,
    CostPolicy,
    Criterion,
    Explanation,
    Explanations,
    Exported,
    FeatureMeaning,
    Field,
    Filters,
    History,
    Line,
    Lists,
    Matches,
    Missing,
    ModelFacts,
    Neighbour,
    OfferMap,
    Offers,
    Oversight,
    Overview,
    Pair,
    Portfolio,
    Prediction,
    Predictions,
    Reasons,
    Record,
    RowPredicted,
    RowPrediction,
    Score,
    Scores,
    SecondOpinion,
    Statistics,
    Subject,
    Timeline,
    Variable,
    WhatIf,
)
from scoring.serving.wire import Unreachable, acted, batch, body, feature_row, rebuilt, refuse, signing

__all__ = ["Api", "Unreachable"]


class Api(Calling):
    """`Questions`, asked of the API at `url`.

    Every method raises UnknownName or Refused with the API's own faults, and Unreachable when
    there is no answer. Threads may share one; it keeps its connections open until `close`.
    `key` is an API key or a signed token; `user`, in these `roles`, is whom the page
    asks for, by its own key alone.
    """

    def about(self) -> About:
        """Say which store and model answer."""
        return self._get(About, "/v1/about")

    def find(self, text: str, limit: int = 20, offset: int = 0, begins: str = "") -> Matches:
        """Find clients by part of their id, and by its beginning; the empty text matches all."""
        return self._get(Matches, "/v1/clients", contains=text, limit=limit, offset=offset, begins=begins)

    def client(self, client: int) -> Client:
        """Give the descriptive fields of one client."""
        return self._get(Client, f"/v1/clients/{client:d}")

    def features(self, client: int, section: str | None = None) -> tuple[Field, ...]:
        """Give the computed features of one client, of one section or of all."""
        return self._get(tuple[Field, ...], f"/v1/clients/{client:d}/features", section=section)

    def timeline(self, client: int) -> Timeline:
        """Give the past credits and payments of one client."""
        return self._get(Timeline, f"/v1/clients/{client:d}/timeline")

    def lists(self) -> Lists:
        """Name the lists that clients can be asked for by, and what sorts them."""
        return self._get(Lists, "/v1/lists")

    def list_clients(
        self,
        filters: Filters = EVERYONE,
        sort: str = "probability",
        descending: bool = True,
        offset: int = 0,
        limit: int = 20,
    ) -> ClientPage:
        """List the clients that pass the filters, sorted, some lines at a time."""
        narrowed = asdict(filters)
        narrowed["list"] = narrowed.pop("name")
        order: dict[str, Any] = {"sort": sort, "descending": descending, "offset": offset, "limit": limit}
        return self._get(ClientPage, "/v1/lists/clients", **narrowed, **order)

    def score(self, client: int) -> Score:
        """Give the published score of one client."""
        return self._get(Score, f"/v1/clients/{client:d}/score")

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        """Give the published contributions of one client, from the base of all clients or of the accepted ones."""
        return self._get(Explanation, f"/v1/clients/{client:d}/explanation", base=base)

    def reasons(self, client: int) -> Reasons:
        """Give what is said of one client's score, and whether the decision rests on it."""
        return self._get(Reasons, f"/v1/clients/{client:d}/reasons")

    def case(self, client: int) -> Case:
        """Give one client's fields, score, contributions and reasons by one call."""
        return self._get(Case, f"/v1/clients/{client:d}/case")

    def second_opinion(self, subject: Subject) -> SecondOpinion:
        """Explain somebody by another method (LIME) too. Raises Refused when it is not installed."""
        return self._of_subject(SecondOpinion, subject, "second-opinion")

    def overview(self) -> Overview:
        """Say what the model looks at."""
        return self._get(Overview, "/v1/overview")

    def variables(self) -> tuple[Variable, ...]:
        """List what clients can be compared on, in the order of the features."""
        return self._get(tuple[Variable, ...], "/v1/variables")

    def groups(self) -> tuple[str, ...]:
        """List the groups a client can be compared with; the first is the default."""
        return self._get(tuple[str, ...], "/v1/groups")

    def criteria(self) -> tuple[Criterion, ...]:
        """List what clients can be alike in."""
        return self._get(tuple[Criterion, ...], "/v1/criteria")

    def compare(self, subject: Subject, variable: str, group: str, criteria: Sequence[str] = ()) -> Comparison:
        """Place somebody in a group by one variable."""
        return self._of_subject(Comparison, subject, "comparison", variable=variable, group=group, criteria=criteria)

    def compare_each(
        self, subject: Subject, variables: Sequence[str], group: str, criteria: Sequence[str] = ()
    ) -> tuple[Comparison, ...]:
        """Place somebody in a group by each of some variables."""
        kind = tuple[Comparison, ...]
        return self._of_subject(kind, subject, "comparisons", variables=variables, group=group, criteria=criteria)

    def pair(self, subject: Subject, across: str, up: str, group: str, criteria: Sequence[str] = ()) -> Pair:
        """Place somebody in a group by two variables."""
        return self._of_subject(Pair, subject, "pair", across=across, up=up, group=group, criteria=criteria)

    def neighbours(self, subject: Subject, count: int = 10) -> tuple[Neighbour, ...]:
        """List the clients nearest to somebody."""
        return self._of_subject(tuple[Neighbour, ...], subject, "neighbours", count=count)

    def predict(self, application: Application, base: Base = "all") -> Prediction:
        """Score an application live, by the same path as the batch; explained from a base as `explanation` is."""
        return self._post(Prediction, "/v1/predict", application, base=base)

    def predict_row(self, features: Record, explain: bool = False) -> RowPrediction:
        """Score a feature row: every feature that the model uses, by name, None where not known."""
        return self._sent_json(RowPrediction, "/v1/predict", feature_row(features, explain))

    def predict_rows(self, rows: Sequence[Record]) -> tuple[RowPredicted, ...]:
        """Score feature rows, each answered or refused in its place; the API takes one at a time."""
        return tuple(self._predicted_row(row) for row in rows)

    def _predicted_row(self, row: Record) -> RowPredicted:
        try:
            return RowPredicted(self.predict_row(row))
        except Refused as refusal:
            return RowPredicted(None, refusal.faults)

    def changeable(self) -> tuple[Changeable, ...]:
        """List what a what-if may change, in the order of the application's columns."""
        return self._get(tuple[Changeable, ...], "/v1/changeable")

    def what_if(self, application: Application, changes: Record, base: Base = "all") -> WhatIf:
        """Score an application as it is and with columns changed; both are explained from the base."""
        return self._post(WhatIf, "/v1/what-if", application, changes=dict(changes), base=base)

    def offers(self, application: Application) -> Offers:
        """Find the terms that would be granted, within what the client can afford."""
        return self._post(Offers, "/v1/offers", application)

    def offer_map(self, application: Application, steps: int = 20) -> OfferMap:
        """Score `steps` amounts (2 to 40) by `steps` durations around what is asked."""
        return self._post(OfferMap, "/v1/offer-map", application, steps=steps)

    def missing(self, application: Application) -> tuple[Missing, ...]:
        """Say which items that are not known would move the score, the widest range first."""
        return self._post(tuple[Missing, ...], "/v1/missing", application)

    def scores(self, clients: Sequence[int]) -> Scores:
        """Give the published scores of many clients."""
        return self._asked(Scores, self._http.build_request("POST", "/v1/scores", json={"clients": list(clients)}))

    def explanations(self, clients: Sequence[int]) -> Explanations:
        """Give the published contributions of many clients."""
        sent = self._http.build_request("POST", "/v1/explanations", json={"clients": list(clients)})
        return self._asked(Explanations, sent)

    def export(self) -> Iterator[Exported]:
        """Give the published score of every client, as they arrive; who reads too slowly is cut off."""
        request = self._http.build_request("GET", "/v1/export", params={"form": "ndjson"})
        response = self._sent(request, stream=True)
        try:
            if response.status_code != httpx.codes.OK:
                response.read()
                refuse(response)
            for line in response.iter_lines():
                yield cast(Exported, rebuilt(Exported, json.loads(line)))
        except httpx.TransportError:
            raise Unreachable(
                "The export broke off: the scoring process stopped, or its lines were read too slowly."
            ) from None
        finally:
            response.close()

    def statistics(self, variable: str) -> Statistics:
        """Describe one variable over all clients."""
        return self._get(Statistics, "/v1/statistics", variable=variable)

    def portfolio(self, cost_ratio: float | None = None) -> Portfolio:
        """Say what every threshold would mean, at the cost ratio in force or another."""
        return self._get(Portfolio, "/v1/portfolio", cost_ratio=cost_ratio)

    def amend(self, client: int, application: Application) -> Amendment:
        """Add a client, or correct one, without a rebuild."""
        return self._sent_json(Amendment, f"/v1/clients/{client:d}", body(application, {}), "PUT")

    def amendments(self, client: int) -> tuple[Amendment, ...]:
        """Give what was amended of one client, oldest first."""
        return self._get(tuple[Amendment, ...], f"/v1/clients/{client:d}/amendments")

    def amended(self) -> tuple[AmendedClient, ...]:
        """List the clients amended."""
        return self._get(tuple[AmendedClient, ...], "/v1/amendments")

    def predictions(self, applications: Sequence[Application]) -> Predictions:
        """Score many applications live, each answered or refused in its place."""
        return self._sent_json(Predictions, "/v1/predict/batch", batch(applications))

    def oversight(self) -> Oversight:
        """Say what people made of the scores, and what waits for a person."""
        return self._get(Oversight, "/v1/oversight")

    def sign_policy(self, cost_ratio: float, text: str) -> CostPolicy:
        """Record another cost ratio, signed."""
        return self._sent_json(CostPolicy, "/v1/policies", signing(cost_ratio, text))

    def model(self) -> ModelFacts:
        """Say what the model is and what it was made from."""
        return self._get(ModelFacts, "/v1/model")

    def card(self, form: CardForm = "markdown") -> str:
        """Give the model card, in Markdown or as a page."""
        return self._answered(self._http.build_request("GET", "/v1/model/card", params={"form": form})).text

    def dictionary(self) -> tuple[FeatureMeaning, ...]:
        """Say what every feature means, in the order of the features."""
        return self._get(tuple[FeatureMeaning, ...], "/v1/features")

    def record(self, client: int, act: Act) -> Line:
        """Record what a person did about one client."""
        return self._sent_json(Line, f"/v1/clients/{client:d}/records", acted(act))

    def history(self, client: int) -> History:
        """Give what was recorded of one client, or that nothing is."""
        return self._get(History, f"/v1/clients/{client:d}/records")
