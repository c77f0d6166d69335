"""Every wrong idea of the course: its id, and what learners read.

The id is the key in exercises, verdicts and progress files, and stays what it is; the name is its
text in English, and may be bettered or translated without a learner losing what was met and cured.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    # What a position is
    "one-coin": "one coin taken for the position",
    "value-for-change": "value taken for its change",
    "leverage-twice": "leverage counted twice",
    "notional-margin-swapped": "notional and margin swapped",
    "move-for-roe": "price move taken for ROE",
    "margin-at-mark": "margin at the mark price",
    "profit-forgotten": "open profit forgotten",
    "loss-forgotten": "loss forgotten",
    "last-for-mark": "last price taken for the mark price",
    # Fees
    "fee-as-margin": "fee counted as margin",
    "fee-on-margin": "fee on the margin",
    "both-fees": "both fees taken for one",
    "one-fee": "one fee taken for both",
    # The wall
    "equity-zero": "liquidation at equity zero",
    "entry-value": "maintenance on the entry value",
    "closing-fee-forgotten": "closing fee forgotten",
    "kappa-turned": "sign of κ turned",
    "sides-swapped": "long and short swapped",
    "short-mirrored": "a short as the mirror image of a long",
    "side-left-out": "side left out",
    "lost-for-left": "what was lost taken for what is left",
    "left-for-lost": "what is left taken for what was lost",
    "distance-for-price": "distance taken for the price",
    "maintenance-added": "maintenance added on top of the value",
    "maintenance-taken-off": "maintenance taken off the value",
    # Whose money stands behind
    "margin-alone": "margin taken for all that stands behind",
    "margin-on-top": "margin put on top of the wallet",
    "margin-spent": "margin taken for spent",
    "margin-twice": "margin counted twice",
    "free-part": "only the free part of the wallet",
    "wallet-for-margin": "the whole wallet behind an isolated position",
    "margin-for-wallet": "the position's margin taken for the wallet",
    "margin-behind-cross": "only the margin behind a cross position",
    "margin-at-stake-only": "only the margin at stake in every mode",
    "isolated-without-cap": "no cap in isolated mode",
    "isolated-for-safe": "isolated taken for safe",
    "isolated-hedge-as-one": "an isolated hedge taken for one position",
    "cross-hedge-apart": "legs of a cross hedge taken apart",
    "leverage-in-cross-wall": "leverage in the cross wall",
    "leverage-as-label": "leverage taken for a mere label",
    "more-profit-isolated": "more profit in isolated mode",
    "more-profit-cross": "more profit in cross mode",
    # Margin added, taken out and called
    "chance-for-stake": "chance taken for the stake",
    "chance-by-margin": "twice the margin taken for half the chance",
    "added-out-of-reach": "added margin taken for money out of reach",
    "requirement-still": "requirement taken to stand still",
    "whole-margin": "the whole margin taken for the top-up",
    "down-to-maintenance": "down to maintenance",
    "equity-to-maintenance": "equity down to maintenance",
    "down-to-rate": "down to maintenance without the fee",
    "entry-for-mark": "initial margin at the entry, not at the mark",
    "call-restores": "each call restores 1/L",
    "call-forgotten": "the wall before the call",
    "endless-wallet": "a wallet without end",
    "last-call-left-out": "the last call left out",
    "last-paid-for-entry": "the last price paid taken for the entry",
    "size-still": "size taken to stand still",
    "margin-still": "margin taken to stand still",
    "size-grows": "size taken to grow with the margin",
    # Funding
    "funding-on-margin": "funding charged on the margin",
    "payer-swapped": "payer and receiver swapped",
    "fixed-wall": "a wall that stays where it was shown",
    "requirement-constant": "requirement taken for constant",
    "until-margin-empty": "waiting until the margin is empty",
    "room-for-margin": "share of the room instead of the margin",
    "day-for-payment": "a day's payments taken for one",
    "payment-for-day": "one payment taken for a day's",
    "payments-for-days": "payments taken for days",
    "one-payment-a-day": "one payment a day",
    "hours-for-days": "hours taken for days",
    # Several positions at once
    "one-at-a-time": "one price at a time, the other still",
    "others-maintenance": "the other positions' maintenance forgotten",
    "others-result": "the other position's profit or loss forgotten",
    "others-turned": "the other position's loss taken for a help",
    "others-doubled": "the other position's loss counted twice",
    "slower-alike": "two prices taken to fall alike",
    "one-leg-charged": "one leg charged where both are",
    "both-legs-charged": "both legs charged where one is",
    "faster-fall": "the faster price's fall taken for the slower one's",
    # Slips, behind which no idea about margin stands
    "percent-for-fraction": "percent taken for a fraction",
    "requirement-forgotten": "requirement forgotten",
    "amount-for-share": "amount taken for its share",
    "off-by-one": "off by one in a count",
    "other-exercise": "the answer to another exercise",
    "lesson-number": "the lesson's own number",
}
# Progress files of version 1 keep names. One that is bettered stays here as it was then.
IDS: Mapping[str, str] = {name: idea for idea, name in NAMES.items()}
