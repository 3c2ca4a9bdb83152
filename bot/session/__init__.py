"""The guided workout: pure values and functions, from the plan to the card."""
