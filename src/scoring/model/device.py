"""What trains: the processor, or a GPU, where there is one."""

from __future__ import annotations

from scoring.faults import refuse_if
from scoring.model.parameters import Parameters


def check_device(parameters: Parameters) -> None:
    """Raise Refused where no model can be trained as asked: no GPU is there, or it would have to constrain features."""
    if parameters.device != "gpu":
        return
    from catboost.utils import get_gpu_device_count  # seconds, which a build on the processor need not wait

    faults = []
    if parameters.monotone:
        faults.append("SCORING_MONOTONE=1: CatBoost keeps no feature monotone on a GPU; set SCORING_DEVICE=cpu")
    if not get_gpu_device_count():
        faults.append("SCORING_DEVICE=gpu: CatBoost finds no NVIDIA GPU that it can use here; set SCORING_DEVICE=cpu")
    refuse_if(faults)
