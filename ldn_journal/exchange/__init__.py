"""Files in and out: bytes to domain objects and back, one module per format. No store, no window is known here."""
