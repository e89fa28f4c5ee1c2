"""The ledger: an append-only record of what people saw, decided, contested and corrected.

Kept in a SQL database, chained by a key, with what is personal apart and erasable: docs/ledger.md.
"""

import lazy_loader

# The names are those of __init__.pyi; each part is loaded when a name of it is first used, since
# SQLAlchemy takes a time that a service without a ledger need not wait for.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
