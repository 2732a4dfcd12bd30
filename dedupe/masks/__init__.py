"""Values that change per recipient."""
