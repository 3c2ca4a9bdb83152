"""From sound to words: one file per engine."""
