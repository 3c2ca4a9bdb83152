"""What the bot knows, and how it finds it. Pure: nothing here waits, or reads a clock."""
