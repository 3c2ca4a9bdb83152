"""From what a person sends to what they get: a router, and one class per thing a person can do."""
