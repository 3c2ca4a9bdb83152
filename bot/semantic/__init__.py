"""What a text means, by sentence vectors of a local model; used when words leave a doubt."""
