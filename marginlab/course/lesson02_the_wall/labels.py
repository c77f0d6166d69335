"""What is written into a pane of lesson 2, the most important first, and the learner's mark.

Every label has an ordered list of spots; the first is where it stands in the opening state.
"""

from __future__ import annotations

from marginlab.course.lesson02_the_wall.pane import Pane
from marginlab.drawing.canvas import LIGHT, TEXT
from marginlab.drawing.placement import Spot, text_size
from marginlab.theory.terms import LONG, show

_DIAMOND = 8.0  # pixels that the learner's mark hangs below the zero line, so that it hides nothing
_STEMS = (1_000, 700, 1_300, 400, 1_700, 2_100, 200)  # the amounts up to which its stem may reach
_DOWN = (10, 60, 110, 160, 210, 260, 300)  # pixels below the pane's top


def label_wall(pane: Pane) -> None:
    """The wall's price beside it; at the window's edge if it lies outside; or that there is none."""
    wall, view = pane.wall, pane.view
    heights = [view.value_y(view.box.top + down) for down in _DOWN]
    end, number = pane.losing_end, f"<b>{show(wall.liquidation_price, 'price')}</b>"
    spots = [pane.spot(end, y, 6, 0, "win", "top") for y in heights]
    if pane.wall_shown:
        text = f"wall<br>{number}"
        spots = [
            pane.spot(end, y, 9 if lies == "win" else -9, 0, lies, "top")
            for some in (heights[:3], heights[3:])
            for lies in ("win", "lose")
            for y in some
        ]
    elif wall.exists:
        text = _outside("wall", number, pane.scene.side == LONG)
    else:
        text = "no wall:<br>never reached"
    pane.canvas.label("wall", text, LIGHT["wall"], spots)
    pane.place()


def label_position(pane: Pane) -> None:
    """The money at the mark price, and the words "mark price" at the foot of its stem."""
    scene, wall, view = pane.scene, pane.wall, pane.view
    entry, money, end = scene.entry_price, wall.collateral, pane.losing_end
    foot = view.y(scene.requirement(entry, wall)) - view.y(0) - 7
    spots = [
        pane.spot(entry, money, -10, -2, "lose", "bottom"),
        pane.spot(entry, money, 11, 5, "win", "top"),
        pane.spot(entry, money, -11, 0, "lose"),
        pane.spot(entry, money, 11, 0, "win"),
    ]
    text = f"<b>{show(money, 'money')}</b>"
    room = abs(view.x(entry) - view.x(end))
    if room < text_size(text, TEXT)[0] + 24:
        spots += [
            pane.spot(end, money, -aside, -5, "lose", "bottom") for aside in (10, 40, 70, 100)
        ]
    if room < 40:
        spots += [pane.spot(entry, 0, aside, foot, "win", "bottom") for aside in (26, 40, 56, 72)]
    pane.canvas.label("money", text, LIGHT["ink"], spots)
    spots = [
        pane.spot(entry, 0, 6 if lies == "win" else -6, foot, lies, "bottom")
        for lies in ("win", "lose")
    ]
    pane.canvas.label("mark price", "mark<br>price", LIGHT["ink"], spots, size=13, needed=False)
    pane.place()


def label_equity(pane: Pane) -> None:
    start, stop = pane.losing_end, pane.winning_end
    spots = []
    for share in (0.6, 0.45, 0.75, 0.3, 0.9):
        x = start + share * (stop - start)
        y = pane.scene.equity(x, pane.wall)
        spots += [pane.spot(x, y, -6, -5, "lose", "bottom"), pane.spot(x, y, 6, 5, "win", "top")]
    pane.canvas.label("equity", "equity", pane.colour, spots, needed=False)


def label_requirement(pane: Pane) -> None:
    low, high = pane.view.x_range
    spots = []
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.2):
        x = low + share * (high - low)
        y = pane.scene.requirement(x, pane.wall)
        spots.append(pane.spot(x, y, 0, -5, "center", "bottom"))
    pane.canvas.label("requirement", "requirement", LIGHT["req_t"], spots, size=14, needed=False)


def label_closed(pane: Pane) -> None:
    spots = [pane.spot(pane.edge, 0, 10, -up, "win", "bottom") for up in (30, 60, 90, 120)]
    pane.canvas.label("closed", "position closed", LIGHT["muted"], spots, size=14, needed=False)


def label_question(pane: Pane) -> None:
    verb = "fall" if pane.scene.side == LONG else "rise"
    middle = (pane.edge + pane.scene.entry_price) / 2
    spots = [pane.spot(middle, money, 0, 0, "center") for money in (1_700, 2_200, 1_200)]
    text = f"how far may<br>it {verb}?"
    pane.canvas.label("question", text, LIGHT["muted"], spots, size=17, needed=False)


def draw_guess(pane: Pane, guess: float) -> None:
    """The learner's mark: a diamond at the price axis, and a stem with its number on top."""
    view, canvas, colour = pane.view, pane.canvas, LIGHT["you"]
    number = f"<b>{show(guess, 'money')}</b>"
    if not view.shows(guess):
        _label_guess_outside(pane, number, to_the_left=guess < view.x_range[0])
        return
    hanging = view.value_y(view.y(0) + _DIAMOND)
    canvas.marker("your mark", guess, hanging, colour, form="diamond", size=15)
    # The stem must not run through a number that stands already.
    free = [
        money
        for money in _STEMS
        if not any(canvas.meets(view.segment(guess, 0, guess, money, 6), n) for n in pane.numbers)
    ]
    spots = [
        Spot(view.x(guess), view.y(money), dx, -2, xanchor, "bottom")
        for money in free or _STEMS[-1:]
        for xanchor, dx in (("left", -8), ("right", 8), ("center", 0))
    ]
    canvas.label("you", f"you said<br>{number}", colour, spots)
    written = pane.place()["you"].pinned
    top = written.spot.y
    if written.box.left <= view.x(guess) <= written.box.right:
        top = max(top, written.box.bottom + 3)
    canvas.line("you", [guess, guess], [0, view.value_y(top)], colour, width=2, dash="dashdot")


def _label_guess_outside(pane: Pane, number: str, *, to_the_left: bool) -> None:
    view = pane.view
    x, xanchor, dx = (view.box.left, "left", 6) if to_the_left else (view.box.right, "right", -6)
    spots = [Spot(x, view.y(0), dx, -up, xanchor, "bottom") for up in (16, 60, 110, 160, 220, 280)]
    end = pane.losing_end
    spots += [pane.spot(end, money, -9, 0, "lose") for money in (1_000, 500, 1_500, 2_000)]
    pane.canvas.label("you", _outside("you said", number, to_the_left), LIGHT["you"], spots)
    pane.place()


def _outside(words: str, number: str, to_the_left: bool) -> str:
    """Words with an arrow towards what lies outside the window, and its number below."""
    if to_the_left:
        return f"\N{LEFTWARDS ARROW} {words}<br>{number}"
    return f"{words} \N{RIGHTWARDS ARROW}<br>{number}"
