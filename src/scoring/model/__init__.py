"""Probability of default and the threshold: training, bundle, scoring."""

import lazy_loader

# The names are those of __init__.pyi; each part is loaded when a name of it is first used, since
# CatBoost, SciPy and scikit-learn take seconds that staging and serving help texts need not wait for.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
