"""Is a note the same note in other words? Evidence by sentences against its plain rivals."""
