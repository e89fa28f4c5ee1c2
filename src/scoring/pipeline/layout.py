"""Where everything lies under the data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scoring.settings import Settings


@dataclass(frozen=True)
class Layout:
    """The folders and files of one data folder."""

    data: Path

    @classmethod
    def of(cls, settings: Settings) -> Layout:
        """Give the layout of the settings' data folder."""
        return cls(settings.data)

    @property
    def raw(self) -> Path:
        """The raw files a person put there; never edited."""
        return self.data / "raw"

    @property
    def demo(self) -> Path:
        """The synthetic raw files of the demo."""
        return self.data / "demo"

    @property
    def staged(self) -> Path:
        """Clean tables, one Parquet file each."""
        return self.data / "work" / "staged"

    @property
    def features(self) -> Path:
        """One row per client, one column per declared feature."""
        return self.data / "work" / "features.parquet"

    @property
    def durations(self) -> Path:
        """The table of loan durations learnt from previous applications."""
        return self.data / "work" / "durations.parquet"

    @property
    def evaluation(self) -> Path:
        """The last comparison of models on the same folds."""
        return self.data / "work" / "evaluation.json"

    @property
    def tuning(self) -> Path:
        """Searches for better settings: a study of each, and the snapshots of what is being trained."""
        return self.data / "work" / "tuning"

    @property
    def runs(self) -> Path:
        """Executed notebooks, a folder per run."""
        return self.data / "runs"

    @property
    def models(self) -> Path:
        """Bundles, a folder each."""
        return self.data / "models"

    @property
    def stores(self) -> Path:
        """Published stores, a folder each, and the pointer `current`."""
        return self.data / "store"

    @property
    def tracking(self) -> Path:
        """MLflow's own store, when no server is named."""
        return self.data / "mlflow.db"

    @property
    def artifacts(self) -> Path:
        """The files of what MLflow's own store tells of."""
        return self.data / "mlflow"
