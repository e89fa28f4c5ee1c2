"""The panels of the page: each is a widget, built once, that redraws itself from the state."""
