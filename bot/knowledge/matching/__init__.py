"""From words to topics: reading, spelling repair, ranking."""
