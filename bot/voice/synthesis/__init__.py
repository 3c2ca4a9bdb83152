"""From words to sound: one file per engine."""
