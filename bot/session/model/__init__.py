"""The values of a session, and how they are written down."""
