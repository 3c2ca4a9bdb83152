"""The connection to Telegram: HTTP, long polling, the token."""
