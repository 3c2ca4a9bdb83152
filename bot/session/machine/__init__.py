"""From one state of a session to the next."""
