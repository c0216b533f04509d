"""What can be read of dispatches, circulars and the yearly assessment."""
