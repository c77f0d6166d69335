"""A question on the wall with the room's vote on it: what stage, console and seats are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marginlab.drawing.canvas import Figure
from marginlab.drawing.prediction import SURE, Prediction
from marginlab.teach.live.piles import others
from marginlab.teach.live.sentences import said, surprise
from marginlab.teach.live.vote import ELSEWHERE, TRUTH, Vote

STILL = 400  # pixels for which a seat's picture is laid out


@dataclass
class Asked:
    """A lesson's question, the room's vote on it, and its picture for telephones."""

    question: Prediction
    vote: Vote
    still: Figure

    @classmethod
    def of(cls, question: Prediction) -> Asked:
        """A question that no mark was placed on, and that has answers to tell apart."""
        assert question.answers
        return cls(question, Vote(question.answers, question.slider), question.asked(STILL))

    @property
    def voting(self) -> bool:
        """Whether it is the room that marks, and not who stands at the stage: until the answer is there."""
        return self.vote.step != "cure"

    def step(self, step: str) -> None:
        """Takes the vote on to the next of its steps, or back to the first."""
        answered = not self.voting
        if step == "asked":
            self.vote.start_over()
        else:
            self.vote.go(step)
        if answered:
            self.question.start_over()
        if step == "cure":
            self.question.skip()
        else:
            self._draw()

    def _draw(self) -> None:
        self.question.show_others(others(self.question, self.vote))

    def for_the_wall(self) -> dict[str, Any]:
        """What stands beside the picture; the lesson's own says all that is to be said there."""
        told = said(self.vote) if self.voting else []
        first = bool(told and surprise(self.vote))
        return {"said": told, "surprise": first, "voting": self.voting}

    def for_the_console(self) -> dict[str, Any]:
        """What to read out, what may come next, and where hands are counted."""
        vote = self.vote
        names, places = {TRUTH: "the truth", **vote.answers.names}, []
        for place, ends in vote.ranges.items():
            places.append([place, f"{' to '.join(map(vote.shown, ends))}: {names[place]}"])
        return {
            "name": self.question.name,
            "question": self.question.question,
            "step": vote.step,
            "steps": vote.following,
            "open": vote.open,
            "advice": vote.advice,
            "said": said(vote),
            "places": [*places, [ELSEWHERE, "anything else"]],
            "sure": list(SURE.options),
            "hands": [[*key, count] for key, count in vote.rounds[-1].hands.items() if count],
        }

    def for_a_seat(self, token: str) -> dict[str, Any]:
        """What a seat is asked; its own mark comes back to it while it can still be changed."""
        question, vote = self.question, self.vote
        mark = vote.rounds[-1].placed.get(token)
        return {
            "name": question.name,
            "question": question.question,
            "axis": question.axis,
            "slider": question.slider.spec(),
            "sure": list(SURE.options),
            "open": vote.open,
            "closed": vote.closed,
            "over": vote.step in ("truth", "cure"),
            "round": len(vote.rounds),
            "mark": mark and [mark.at, mark.sure],
        }
