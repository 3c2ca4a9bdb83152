"""Speech: what people say becomes words, and words become sound."""
