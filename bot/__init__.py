"""Hamstring Coach: a chat assistant for training the back of the leg."""
