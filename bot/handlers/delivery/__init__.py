"""Replies on their way to Telegram: rendered, sent or edited, and what became of them."""
