"""When a reminder is due: rules, recovery, quiet hours, snoozing."""
