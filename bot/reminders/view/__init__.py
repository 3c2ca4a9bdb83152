"""Reminders in words, buttons and calendar files."""
