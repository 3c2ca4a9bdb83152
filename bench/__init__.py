"""What this assistant costs, measured beside something else in the same run."""
