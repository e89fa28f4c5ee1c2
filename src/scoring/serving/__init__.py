"""The read side: every question a face may ask, answered here (local) or over HTTP."""
