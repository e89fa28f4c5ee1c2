"""Charts of the page: what they show is worked out apart from the library that draws it."""
