"""The colours of the drawings. A card brings its own ground, so it reads on light and dark."""

from typing import Final

CARD: Final = "#FBF8F1"
EDGE: Final = "#D9D2C3"
INK: Final = "#1F2A37"
QUIET_INK: Final = "#4B5563"

NEAR: Final = "#3A5068"
FAR: Final = "#A4B3C3"

HAMSTRINGS: Final = "#F47A1F"
HAMSTRINGS_MARK: Final = "#6E2300"
GLUTES: Final = "#FFC23D"
GLUTES_MARK: Final = "#8A5200"

FLOOR: Final = "#8D8676"
GROUND: Final = "#EFE9DB"
WALL: Final = "#E4DBC7"
WALL_EDGE: Final = "#A79C84"
POST: Final = "#B9966B"
POST_EDGE: Final = "#7F6240"
MAT: Final = "#BFDCCF"
BALL: Final = "#9CC7E4"
BALL_EDGE: Final = "#4683AD"
WEIGHT: Final = "#7A2E8E"
WEIGHT_MARK: Final = "#E9CFF0"
BAND: Final = "#0C8577"
ARROW: Final = "#1D63B8"
