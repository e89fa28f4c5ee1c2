"""How the committed measures were taken from a real archive; nothing here runs when data is invented."""
