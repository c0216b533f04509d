"""Pages of dispatches, circulars and the yearly assessment."""
