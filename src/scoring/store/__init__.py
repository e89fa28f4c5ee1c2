"""Published answers: read-only, versioned, verified before they are opened."""

import lazy_loader

# The names are those of __init__.pyi; each part is loaded when a name of it is first used: a service
# begins to verify the files before it loads Arrow, which reads them.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
