"""Reminders: when a person wants to train, as pure values and functions."""
