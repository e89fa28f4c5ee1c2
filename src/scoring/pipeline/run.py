"""One run: what a notebook, the command line or a test drives, step by step."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from scoring import model, staging, store
from scoring.faults import Damaged, Refused
from scoring.pipeline import bundling, demo, promotion, publishing, steps, tracking
from scoring.pipeline.layout import Layout
from scoring.settings import Settings

if TYPE_CHECKING:
    from scoring.pipeline.explained import Explained
    from scoring.pipeline.exploration import Exploration

T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """The steps over one data folder and one set of raw files, with the seconds each took."""

    settings: Settings
    raws: tuple[Path, ...]
    progress: Callable[[str], None] = print
    seconds: dict[str, float] = field(default_factory=dict)

    @classmethod
    def start(
        cls,
        raw: str | Path | Sequence[str | Path] | None = None,
        progress: Callable[[str], None] = print,
        **changed: Any,
    ) -> Run:
        """Begin a run: settings from the environment, with those `changed` that are not None.

        `raw` names archives, folders or files; None means data/raw, or else the demo. Raises
        Refused for a setting that is out of range.
        """
        settings = _settings(changed)
        named = [raw] if isinstance(raw, str | Path) else list(raw or ())
        raws = demo.raw_paths(settings, [Path(path) for path in named], progress)
        return cls(settings, tuple(raws), progress)

    @classmethod
    def resume(cls, progress: Callable[[str], None] = print, **changed: Any) -> Run:
        """Go on from what is already staged: no raw file is looked for, no demo made."""
        return cls(_settings(changed), (), progress)

    @property
    def layout(self) -> Layout:
        """Where this run reads and writes."""
        return Layout.of(self.settings)

    def stage(self) -> staging.Report:
        """Stage the raw files."""
        return self._timed("stage", lambda: steps.stage(self.settings, self.raws, self.progress))

    def features(self) -> Path:
        """Compute the features; give their file, one row per client."""
        return self._timed("features", lambda: steps.features(self.settings, self.progress))

    def explore(self) -> Exploration:
        """Open the exploration of the staged tables and their features, computed unless they are up to date.

        Nothing is asked of the data before the first question; close it, or use it as a context.
        """
        from scoring.pipeline.exploration import Exploration  # brings pandas, which preparing does without

        return Exploration(self.settings, self.layout.staged, self.features())

    def explain(self, name: str | None = None, clients: int = 2000) -> Explained:
        """Explain a bundle, the newest unless named, on so many clients drawn at random."""
        from scoring.pipeline.explained import explain

        return self._timed("explain", lambda: explain(self.settings, name, clients))

    def checks(self) -> list[tuple[bool, int, int]]:
        """Count by decision the published clients, and those whose decision rests on the reasons stated."""
        from scoring.pipeline.explained import published_checks

        return published_checks(self.settings)

    def train(self, progress: Callable[[str], None] | None = None) -> model.Training:
        """Train on the labelled clients; `progress`, if given, is told each step."""
        return self._timed("train", lambda: steps.train(self.settings, progress or self.progress))

    def save(self, training: model.Training) -> model.Manifest:
        """Save a training as a bundle."""
        return self._timed("save", lambda: bundling.save_bundle(self.settings, training))

    def track(self, manifest: model.Manifest, plots: Mapping[str, Any] | None = None) -> None:
        """Tell MLflow of a saved bundle, with plots (Matplotlib figures by name), and register it there."""
        self._timed("track", lambda: tracking.track(self.settings, manifest, plots, self.progress))

    def publish(self, name: str | None = None) -> store.StoreManifest:
        """Publish a bundle's answers, the newest unless named."""
        return self._timed("publish", lambda: publishing.publish(self.settings, name, self.progress))

    def promote(self, name: str | None = None, force: bool = False) -> promotion.Promotion:
        """Publish a bundle, the newest unless named, if it may replace the published model, or by force."""
        return self._timed("publish", lambda: promotion.promote(self.settings, name, force, self.progress))

    def is_published(self) -> bool:
        """Say whether the current store is whole and already stands for these files, settings and code."""
        try:
            folder = store.current(self.layout.stores)
            store.verify(folder)
            manifest = model.read_manifest(folder / store.BUNDLE)
            return self.is_of(manifest)
        except (Refused, Damaged):
            return False

    def is_of(self, manifest: model.Manifest) -> bool:
        """Say whether a model was trained on these files, with these settings and this code."""
        same_parameters = manifest.parameters == bundling.parameter_record(self.settings)
        return same_parameters and manifest.fingerprint == steps.input_fingerprint(self.raws)

    def _timed(self, step: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = work()
        self.seconds[step] = round(time.perf_counter() - start, 2)
        return result


def _settings(changed: Mapping[str, Any]) -> Settings:
    """Read the settings from the environment, with those changed that are not None."""
    data = changed.get("data")
    return Settings.read(os.environ, **{**changed, "data": None if data is None else Path(data)})
