"""Telegram: what arrives, what is sent back, and what can go wrong on the way."""
