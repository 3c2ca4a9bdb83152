"""Telegram's limits: a queue by priority, and a token bucket per chat."""
