"""From words to rules: parsing, times, places, time zones."""
