"""Draws what stands around the person or is worn: floor, wall, post, mat, ball, weight, band."""

from dataclasses import dataclass
from math import cos, degrees, hypot, radians, sin

from bot.pictures import palette
from bot.pictures.figure import Point, StickFigure, beyond
from bot.pictures.paper import Paper
from bot.pictures.pose import Ball, Props
from bot.pictures.view import Box, View

WALL = 9.0
"""How thick a wall is drawn, in centimetres."""
POST = 3.5
"""Half of a post."""
BAND_HEIGHT = 12.0
"""Where a band holds on to its post."""
SHINS = 0.86
"""Where a weight or a band is worn: this far from the knee to the ankle."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything around a person, at a moment."""

    props: Props
    figure: StickFigure
    ball: "RolledBall | None"

    def draw_behind(self, paper: Paper, view: View) -> None:
        """What stands behind the person."""
        _draw_floor(paper, view)
        _draw_mat(paper, view, self.props)
        _draw_wall(paper, view, self.props)
        _draw_post(paper, view, self.props)

    def draw_ball(self, paper: Paper, view: View) -> None:
        """The ball, with marks that show how it rolls."""
        if self.ball is not None:
            _draw_ball(paper, view, self.ball)

    def draw_worn(self, paper: Paper, view: View) -> None:
        """What is worn around the working ankle."""
        if self.props.band:
            _draw_band(paper, view, self.props, self.figure)
        if self.props.ankle_weight:
            _draw_weight(paper, view, self.figure)


@dataclass(frozen=True, slots=True)
class RolledBall:
    """A ball that the heels have rolled."""

    x: float
    radius: float
    turned: float
    """Degrees since the start; positive when it rolled toward the body."""


def roll(ball: Ball, at_start: StickFigure, now: StickFigure) -> RolledBall:
    """Where a ball is: it rolls half as far as the heels that roll it, without slipping."""
    way = (now.near_leg.heel.x - at_start.near_leg.heel.x) / 2
    return RolledBall(ball.x + way, ball.radius, -degrees(way / ball.radius))


def prop_box(props: Props) -> Box | None:
    """The box of the scene around wall, post, mat and ball."""
    boxes = []
    if props.wall:
        boxes.append(Box(props.wall.x, 0, props.wall.x + WALL, 0))
    if props.post:
        boxes.append(Box(props.post.x - POST - 4, 0, props.post.x + POST + 4, 0))
    if props.mat:
        boxes.append(Box(props.mat.left, 0, props.mat.right, 0))
    if props.ball:
        ball = props.ball
        boxes.append(Box(ball.x - ball.radius, 0, ball.x + ball.radius, 0))
    return _joined(boxes)


def _joined(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    whole, *others = boxes
    for one in others:
        whole = whole.joined(one)
    return whole


def _draw_floor(paper: Paper, view: View) -> None:
    panel = view.panel
    ground = [(panel.left, view.floor), (panel.right, view.floor)]
    paper.polygon(
        [*ground, (panel.right, panel.bottom), (panel.left, panel.bottom)], palette.GROUND
    )
    paper.line(ground, 3, palette.FLOOR)


def _draw_mat(paper: Paper, view: View, props: Props) -> None:
    if props.mat is None:
        return
    xs = sorted(view.flat(x, 0)[0] for x in (props.mat.left, props.mat.right))
    top, bottom = view.floor - 1.4 * view.scale, view.floor + 4.4 * view.scale
    paper.box([(xs[0], top), (xs[1], bottom)], 1.4 * view.scale, palette.MAT)


def _draw_wall(paper: Paper, view: View, props: Props) -> None:
    if props.wall is None:
        return
    face, back = (view.flat(x, 0)[0] for x in (props.wall.x, props.wall.x + WALL))
    top, bottom = view.panel.top, view.floor
    paper.polygon([(face, top), (back, top), (back, bottom), (face, bottom)], palette.WALL)
    step = (back - face) * 0.9
    height = top
    while height + abs(step) < bottom:
        paper.line([(face, height + abs(step)), (back, height)], 2, palette.WALL_EDGE)
        height += 26
    paper.line([(face, top), (face, bottom)], 4, palette.WALL_EDGE)


def _draw_post(paper: Paper, view: View, props: Props) -> None:
    if props.post is None:
        return
    x = props.post.x
    left, right = sorted((view.flat(x - POST, 0)[0], view.flat(x + POST, 0)[0]))
    foot = sorted((view.flat(x - POST - 4, 0)[0], view.flat(x + POST + 4, 0)[0]))
    paper.box([(left, view.panel.top), (right, view.floor)], 2, palette.POST, palette.POST_EDGE)
    paper.box(
        [(foot[0], view.floor - 3.5 * view.scale), (foot[1], view.floor)], 3, palette.POST_EDGE
    )


def _draw_ball(paper: Paper, view: View, ball: RolledBall) -> None:
    centre = view.flat(ball.x, ball.radius)
    paper.circle(centre, ball.radius * view.scale, palette.BALL_EDGE)
    paper.circle(centre, (ball.radius - 1.1) * view.scale, palette.BALL)
    for start in (0, 120, 240):
        arc = [_on_ball(ball, start + more) for more in range(-32, 33, 8)]
        paper.line([view.flat(x, y) for x, y in arc], 1.6 * view.scale, palette.BALL_EDGE)


def _on_ball(ball: RolledBall, angle: float) -> tuple[float, float]:
    turned = radians(angle + ball.turned)
    reach = 0.66 * ball.radius
    return ball.x + reach * cos(turned), ball.radius + reach * sin(turned)


def _draw_weight(paper: Paper, view: View, body: StickFigure) -> None:
    leg = body.near_leg
    top, bottom = beyond(leg.knee, leg.ankle, 0.70), beyond(leg.knee, leg.ankle, 0.92)
    _sleeve(paper, view, (top, bottom), 7.6, palette.CARD)
    _sleeve(paper, view, (top, bottom), 6.6, palette.WEIGHT)
    for share in (0.765, 0.81, 0.855):
        middle = beyond(leg.knee, leg.ankle, share)
        across = _across(leg.knee, leg.ankle, 5.6)
        ends = [_moved(middle, across, sign) for sign in (-1, 1)]
        paper.line([view.spot(end) for end in ends], 0.9 * view.scale, palette.WEIGHT_MARK)


def _sleeve(paper: Paper, view: View, along: tuple[Point, Point], half: float, colour: str) -> None:
    """A box around a limb with slightly round corners."""
    across = _across(*along, half - 1.5)
    corners = [_moved(point, across, sign) for point in along for sign in (1, -1)]
    ring = [corners[0], corners[1], corners[3], corners[2]]
    spots = [view.spot(corner) for corner in ring]
    paper.polygon(spots, colour)
    paper.line([*spots, spots[0], spots[1]], 3.0 * view.scale, colour)


def _across(start: Point, end: Point, length: float) -> tuple[float, float]:
    """The direction across a limb, with a length."""
    x, y = end.x - start.x, end.y - start.y
    whole = hypot(x, y)
    return -y / whole * length, x / whole * length


def _moved(point: Point, way: tuple[float, float], times: float) -> Point:
    return Point(point.x + way[0] * times, point.y + way[1] * times, point.z)


def _draw_band(paper: Paper, view: View, props: Props, body: StickFigure) -> None:
    if props.post is None:
        return
    leg = body.near_leg
    ankle = beyond(leg.knee, leg.ankle, SHINS)
    post = Point(props.post.x, BAND_HEIGHT, 0)
    for sign in (-1, 1):
        at_ankle = _moved(ankle, _along(leg.knee, leg.ankle), 3.0 * sign)
        at_post = post._replace(y=BAND_HEIGHT - 3.4 * sign)
        paper.line([view.spot(at_ankle), view.spot(at_post)], 2.2 * view.scale, palette.BAND)
    loop = [(props.post.x + x, BAND_HEIGHT + y) for x, y in ((-4.2, 0), (4.2, 0))]
    paper.line([view.flat(x, y) for x, y in loop], 9.0 * view.scale, palette.BAND)
    ring = [_moved(ankle, _along(leg.knee, leg.ankle), way) for way in (-2.9, 2.9)]
    _sleeve(paper, view, (ring[0], ring[1]), 6.0, palette.CARD)
    _sleeve(paper, view, (ring[0], ring[1]), 5.2, palette.BAND)


def _along(start: Point, end: Point) -> tuple[float, float]:
    x, y = end.x - start.x, end.y - start.y
    whole = hypot(x, y)
    return x / whole, y / whole
