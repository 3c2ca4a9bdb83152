"""The browser chat: one page on this machine, the same conversation."""
