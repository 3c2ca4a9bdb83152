"""The words everybody shares: replies, people, state, alarms, audio, commands. Plain values."""
