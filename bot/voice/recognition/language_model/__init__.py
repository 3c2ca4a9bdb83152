"""What people are likely to say, and how it sounds: made of our own content and plain English."""
