"""What editors write: its entries, how they are loaded, checked and taught."""
