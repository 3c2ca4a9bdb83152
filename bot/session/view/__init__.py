"""A session as a card, a menu, a summary."""
