"""What typed or spoken words ask of a session."""
