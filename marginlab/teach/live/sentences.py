"""A vote in sentences, as far as it has come; they stand beside the picture and say all that it shows."""

from __future__ import annotations

from marginlab.teach.live.vote import ELSEWHERE, FEWEST, OPEN, RIGHT, TRUTH, UNNAMED, Pile, Vote


def said(vote: Vote) -> list[str]:
    """The vote in sentences, as far as it has come."""
    if vote.step == "asked":
        return []
    counted = _counted(len(vote.rounds[-1].marks), vote.rounds[-1].hands.total())
    if len(vote.rounds) > 1:
        counted = f"Second round: {counted}"
    if vote.open:
        return [f"{counted}."]
    few, piles = _too_few(vote, counted), vote.piles()
    if vote.step in UNNAMED:
        return [*_unnamed(vote, piles), *few]
    told = [pile for pile in piles if pile.place in vote.ideas]
    if vote.step == "named":  # which of the rest is right is not told yet
        rest = sum(pile.count for pile in piles if pile not in told)
        apart = [f"{rest} at none of these."] if rest else []
        return [*surprise(vote), *(_named(vote, one) for one in told), *apart, *few]
    elsewhere = [f"{_told(vote, pile)}." for pile in piles if pile.place == ELSEWHERE]
    right = next((pile for pile in piles if pile.place == TRUTH), Pile(TRUTH, 0, 0))
    where = _told(vote, right, exact=True) if piles else vote.shown(vote.answers.truth)
    truth = f"{RIGHT}: {where}; the truth."
    return [*surprise(vote), *(_cured(vote, one) for one in told), *elsewhere, truth, *few]


def _counted(marks: int, hands: int) -> str:
    """How many have said something, and how."""
    found = [f"{marks} mark{'' if marks == 1 else 's'}"] if marks or not hands else []
    return " and ".join([*found, *([f"{hands} hand{'' if hands == 1 else 's'}"] if hands else [])])


def _too_few(vote: Vote, counted: str) -> list[str]:
    """What of the last round is not shown, because it is said by too few."""
    if vote.step in ("truth", "cure") and not any(one.count for one in vote.rounds):
        return []  # the answer was shown without a vote
    if not vote.piles(-1):
        first = " These are of the first round." if vote.piles() else ""
        return [f"{counted}: piles are shown from {FEWEST} marks or {FEWEST} hands on.{first}"]
    marks = len(vote.rounds[-1].marks)
    if not 0 < marks < FEWEST:
        return []
    verb = "is" if marks == 1 else "are"
    return [f"{_counted(marks, 0)} {verb} not shown: piles of marks are, from {FEWEST} on."]


def surprise(vote: Vote) -> list[str]:
    """What is said first once piles have names: how many were certain and wrong, if any was."""
    certain = sum(pile.certain for pile in vote.piles() if pile.place != TRUTH)
    was = "was" if certain == 1 else "were"
    named = vote.step not in (*OPEN, *UNNAMED, "asked")
    return [f"{certain} {was} certain and wrong."] if named and certain else []


def _unnamed(vote: Vote, piles: tuple[Pile, ...]) -> list[str]:
    if not piles:
        return []
    axis = [ELSEWHERE, *vote.places]
    found = [f"{_told(vote, one)}." for one in sorted(piles, key=lambda one: axis.index(one.place))]
    hollow = " Hollow ones are of the first round." if vote.last and vote.marks(0) else ""
    drawn = any(vote.marks(number) for number in range(vote.last + 1))
    return [*found, *([f"The stronger the colour, the surer the mark.{hollow}"] if drawn else [])]


def _told(vote: Vote, pile: Pile, *, exact: bool = False) -> str:
    """A pile as the start of a sentence, of two rounds with what it was before.

    Its place is the nearest one that a hand can mark, because the exact one tells that it was computed.
    """
    where = "elsewhere"
    if pile.place != ELSEWHERE:
        at = vote.places[pile.place]
        where = f"near {vote.shown(at if exact else vote.slider.nearest(at))}"
    before = _before(vote, pile.place)
    was = "" if before is None else f" ({before} before)"
    sure = f", {pile.certain} certain" if pile.certain else ""
    return f"{pile.count}{was} {where}{sure}"


def _before(vote: Vote, place: str) -> int | None:
    first = vote.piles(0)
    if not (vote.last and first):
        return None
    return sum(pile.count for pile in first if pile.place == place)


def _named(vote: Vote, pile: Pile) -> str:
    """A pile with the idea that leads there."""
    return f"{vote.letter(pile.place)}: {_told(vote, pile)}; {vote.answers.names[pile.place]}."


def _cured(vote: Vote, pile: Pile) -> str:
    """An idea that was just named, and why it is not so."""
    return f"{vote.letter(pile.place)} ({pile.count}): {vote.answers.cures[pile.place]}"
