"""The advisor's page: state, panels and charts."""
