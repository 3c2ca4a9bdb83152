"""What the bot knows, as replies."""
