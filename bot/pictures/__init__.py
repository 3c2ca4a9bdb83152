"""Drawings of the movements: from joint angles to pictures, each with a text twin."""
