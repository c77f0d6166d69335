"""From the two documents that the course grew from to the course: every sentence, and what covers it.

A is Bitget's glossary on isolated margin (undated), B an article of 2026-03-03 on the same at Bitget;
both were read on 2026-11-22. A sentence has the number of its document, section and place; where it
holds two rules it stands in two rows. What covers it is named as it is in the project: a card, an
exercise, words under a heading of a lesson, a test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from marginlab.course.book import ITEMS
from marginlab.course.court.docket import DOCKET

ROOT = Path(__file__).resolve().parents[2]
# How many sentences each part has: A's menu and five paragraphs; B's head, four sections and answers.
SENTENCES = {
    "A0": 1, "A1": 3, "A2": 2, "A3": 3, "A4": 2, "A5": 3,
    "B0": 1, "B1": 5, "B2": 5, "B3": 5, "B4": 5, "BF1": 2, "BF2": 1, "BF3": 1, "BF4": 1,
}  # fmt: skip
ACCOUNT, REPLAY = "test: engine/test_account.py: test_", "test: engine/test_replay.py: test_"
MODE = "test: engine/test_account_mode.py: test_"
SWITCH = "lesson 1: Puzzle: The switch must be set before you send"
LOCKED = "lesson 3: The reveal: Bitget refuses that while a position or an order is open"
SHARED = "lesson 3: Derive it: All cross positions share this money, profits too"

# place: (the sentence in few words, what covers it …)
MAP: Mapping[str, tuple[str, ...]] = {
    "A0.1 a": ("USDT-M is settled in USDT", "lesson 1: The question: All is counted in **USDT**",
               f"{MODE}one_account_has_one_settle_coin_in_the_classic_mode"),
    "A0.1 b": ("USDC-M is settled in USDC", "lesson 7: In real life: sold short in USDC",
               f"{MODE}profit_of_a_usdc_position_rescues_a_usdt_position_in_the_basic_mode"),
    "A0.1 c": ("COIN-M is settled in coins",
               "test: engine/test_rulebook.py: test_a_coin_contract_behind_its_own_coin_is_exact"),
    "A1.1": ("isolated: a margin of its own for each position", "card B1.1",
             "lesson 1: Place your mark: only the margin of 600 stands behind the position",
             f"{ACCOUNT}isolated_legs_have_a_wall_each_and_cross_legs_one"),
    "A1.2": ("limiting the margin limits a position's risk", "card A8", "exercise 3.5a",
             f"{REPLAY}an_isolated_position_never_costs_more_than_its_margin"),
    "A1.3": ("each margin is adjusted by itself", "card A2", "exercise 4.1",
             f"{ACCOUNT}naming_the_margin_adds_or_removes_the_difference"),
    "A2.1": ("adding margin may prevent a liquidation", "card A2",
             "lesson 4: The question: They move money between the free part of the wallet and the"),
    "A2.2": ("the mode of an open position cannot be changed", "card A3", LOCKED,
             f"{MODE}the_mode_changes_only_while_nothing_is_open"),
    "A3.1": ("cross: the whole balance is shared", "card A5", "exercise 1.5", SHARED,
             "test: engine/test_position.py: test_two_coins_share_one_wallet"),
    "A3.2": ("a liquidation in cross takes the balance and the positions", "card A4",
             "lesson 3: The reveal: loses everything on one that does not pass",
             f"{REPLAY}a_cross_liquidation_takes_every_cross_position_but_no_isolated_one"),
    "A3.3": ("realised profit and loss reach another position", "card A5", "exercise 7.2",
             f"{ACCOUNT}profits_of_one_position_help_another_in_cross_only"),
    "A4.1 a": ("cross is the default on most platforms", "card A6",
               f"{ACCOUNT}cross_is_the_default_mode"),
    "A4.1 b": ("cross suits beginners", "card A7",
               "lesson 3: The reveal: Neither mode is better: the path decides"),
    "A4.2": ("isolated suits speculation with a strict limit", "card A8", "exercise 3.5a",
             "lesson 3: The reveal: Who fears to lose more than a set sum has a reason for isolated"),
    "A5.1": ("the two modes mean different things", "lesson 3: The question: the **margin mode**"),
    "A5.2 a": ("isolated margin is the collateral of one position", "card A1",
               "test: engine/test_position.py: test_a_pool_of_one_is_isolated"),
    "A5.2 b": ("its deficit or liquidation leaves others alone", "card A1",
               f"{REPLAY}an_isolated_liquidation_leaves_the_cross_pool_as_it_is"),
    "A5.3 a": ("cross margin is the collateral of several positions", "card A9", "exercise 7.1a"),
    "A5.3 b": ("profits offset the deficit of another", "card A9", "exercise 3.5c", SHARED),
    "B0.1 a": ("each position has a margin that the user sets", "card B1.1", "exercise 1.1b"),
    "B0.1 b": ("losses are capped at it", "card B1.4", "exercise 3.5a"),
    "B0.1 c": ("adjustments update liquidation price and leverage", "card B3.4", "exercise 4.5b",
               "test: engine/test_preview.py: test_margin_moves_the_wall_by_hand"),
    "B1.1": ("a fixed margin, apart from the rest", "card B1.1",
             "lesson 1: Derive it: at every price the difference is the untouched money"),
    "B1.2": ("one trade does not reach the others", "card B1.2", "card A1",
             f"{REPLAY}an_isolated_liquidation_leaves_the_cross_pool_as_it_is"),
    "B1.3 a": ("the margin is set by hand before opening", "card B2.4", "exercise 1.1b",
               f"{ACCOUNT}size_and_margin_give_each_other"),
    "B1.3 b": ("then it stays unless it is adjusted by hand", "card B1.3", "exercise 5.2b",
               "lesson 5: The reveal: the payments come out of the 60",
               f"{ACCOUNT}the_article_s_margin_stays_as_it_is_unless_adjusted_by_hand"),
    "B1.4": ("the largest loss is strictly the margin", "card B1.4", "exercise 4.4b",
             "lesson 4: Derive it: isolated with automatic calls is cross in instalments",
             f"{ACCOUNT}the_automatic_margin_call_is_a_ladder_down_to_the_cross_wall"),
    "B1.5 a": ("leverage works within the margin", "card B2.4", "exercise 1.1a",
               "lesson 1: The question: opening sets aside one tenth of the notional"),
    "B1.5 b": ("to change leverage, margin is adjusted first", "card B1.5",
               f"{ACCOUNT}the_article_wants_the_margin_adjusted_before_the_leverage",
               f"{ACCOUNT}lower_leverage_pulls_margin_in_and_higher_leaves_it"),
    "B2.1": ("choose the contract", "lesson 1: Puzzle: choose the contract (what you trade)"),
    "B2.2": ("switch from cross to isolated first", "card B2.2", SWITCH,
             f"{ACCOUNT}a_resting_order_reserves_margin_and_locks_the_mode"),
    "B2.3": ("enter the margin before the order", "lesson 1: Puzzle: enter margin or size",
             f"{ACCOUNT}size_and_margin_give_each_other"),
    "B2.4": ("leverage is computed from margin, size and mark", "card B2.4",
             f"{ACCOUNT}the_article_takes_the_leverage_from_the_entered_margin"),
    "B2.5": ("the position is listed with its mode and margin",
             "lesson 1: Puzzle: an open position in the exchange's table",
             f"{ACCOUNT}the_positions_tab_says_the_mode_and_has_a_text_twin"),
    "B3.1": ("+ and − adjust the margin of an open position",
             "lesson 4: The question: Beside the position the exchange shows a plus and a minus"),
    "B3.2 a": ("adding moves the wall away", "card B3.2", "exercise 4.1",
               f"{ACCOUNT}a_top_up_moves_the_wall_by_a_constant"),
    "B3.2 b": ("and lowers the risk of forced closure", "card B3.2",
               "lesson 4: The reveal: it lowers the chance and raises the stake"),
    "B3.3 a": ("a smaller value is entered to reduce",
               f"{ACCOUNT}the_article_names_a_smaller_margin_and_is_stopped_at_maintenance"),
    "B3.3 b": ("what stays must meet maintenance", "card B3.3", "exercise 4.3",
               "lesson 4: Derive it: Bitget does not publish how much",
               f"{ACCOUNT}the_removal_floor_is_the_initial_margin_at_mark"),
    "B3.4": ("every adjustment recomputes price, leverage, available", "card B3.4",
             "test: engine/test_preview.py: test_a_preview_equals_the_move_that_is_made"),
    "B3.5 a": ("a reduction below maintenance is blocked", "card B3.5", "exercise 8.2b",
               f"{REPLAY}the_article_lets_margin_out_down_to_maintenance"),
    "B3.5 b": ("with a message about insufficient coverage", "card B3.5",
               f"{ACCOUNT}what_the_exchange_would_refuse_is_rejected_in_its_words"),
    "B4.1": ("what the liquidation price is computed from", "card B4.1", "exercise 2.1",
             "lesson 2: Derive it: the taker fee of 0.06 % for closing",
             f"{ACCOUNT}bitgets_own_api_sample_in_an_account"),
    "B4.2": ("funding is taken from the margin", "card B4.2", "exercise 5.2b",
             "lesson 5: Puzzle: On Bitget the margin pays",
             f"{REPLAY}funding_walks_the_wall_towards_the_price"),
    "B4.3": ("open profit or loss makes the equity that decides", "card B4.3", "exercise 1.3a",
             "lesson 1: The reveal: What is left of that money is its **equity**"),
    "B4.4 a": ("a buffer of 0.5 % of the insurance fund", "card B4.4",
               "lesson 6: The reveal: On Bitget the fund keeps every rest"),
    "B4.4 b": ("the fill may differ from the liquidation price", "card B4.4", "exercise 6.2c",
               f"{REPLAY}a_fill_may_be_worse_than_bankruptcy_by_half_a_percent"),
    "B4.5 a": ("no partial liquidation in isolated", "card B4.5a",
               f"{REPLAY}a_large_position_is_reduced_two_tiers_at_a_time"),
    "B4.5 b": ("closed when equity reaches zero", "card B4.5b", "exercise 2.3a",
               "lesson 2: The reveal: Whoever waits until the margin is lost is closed before",
               f"{REPLAY}the_article_shows_one_price_and_closes_at_another"),
    "BF1.1": ("no switch of an active position", "card A3", "card BF1", LOCKED),
    "BF1.2": ("close it, then open anew", "card BF1"),
    "BF2.1 a": ("equity is margin and open profit or loss", "card B4.3", "exercise 1.5"),
    "BF2.1 b": ("this total decides about liquidation", "card B4.3", "card B4.5b",
                "lesson 2: The reveal: Where equity meets the requirement"),
    "BF3.1 a": ("funding to zero liquidates", "card BF3", "exercise 5.3a",
                f"{REPLAY}the_article_s_funding_closes_when_it_is_used_up"),
    "BF3.1 b": ("at the best market price", "card BF3", "exercise 6.2a",
                f"{REPLAY}the_insurance_fund_gets_or_pays_the_residual"),
    "BF4.1 a": ("a least margin, a percentage of the value", "card BF4", "exercise 8.5",
                f"{ACCOUNT}the_article_s_least_margin_is_a_share_of_the_value"),
    "BF4.1 b": ("orders below it are rejected", "card BF4",
                "lesson 8: In real life: the smallest order, and the greatest leverage of the tier"),
}  # fmt: skip


def missing(cover: str) -> bool:
    """Whether what is named to cover a sentence is not there."""
    kind, *rest = re.split(r": ", cover, maxsplit=2)
    word, _, name = kind.partition(" ")
    if word == "card":
        return name not in DOCKET
    if word == "exercise":
        return name not in ITEMS
    if word == "lesson":
        return not _says(int(name), *rest)
    return not _tests(*rest)


def _says(lesson: int, heading: str, words: str) -> bool:
    """Whether these words stand under that heading of a lesson."""
    for path in (ROOT / "lessons" / "src").glob(f"{lesson:02}_*.md"):
        sections = re.split(r"^## (.*)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        return words in dict(zip(sections[1::2], sections[2::2], strict=True)).get(heading, "")
    return False


def _tests(file: str, name: str) -> bool:
    """Whether a test of that name stands in that file of the tests."""
    path = ROOT / "tests" / file
    return path.exists() and f"\ndef {name}(" in path.read_text(encoding="utf-8")


def test_every_sentence_of_both_documents_has_its_row() -> None:
    places = {place.partition(" ")[0] for place in MAP}
    assert places == {
        f"{part}.{n}" for part, count in SENTENCES.items() for n in range(1, count + 1)
    }


@pytest.mark.parametrize("place", MAP)
def test_what_covers_a_sentence_is_there(place: str) -> None:
    says, *covers = MAP[place]
    assert covers, f"{place}, {says}: nothing covers it"
    gone = [cover for cover in covers if missing(cover)]
    assert not gone, f"{place}, {says}: there is no {'; no '.join(gone)}"


def test_every_card_of_the_two_documents_stands_in_a_row() -> None:
    told = {cover.removeprefix("card ") for _, *covers in MAP.values() for cover in covers}
    titles = {DOCKET["A1"].by.title, DOCKET["B1.1"].by.title}
    theirs = {card.id for card in DOCKET.values() if card.by.title in titles}
    assert theirs <= told, f"in no row: {', '.join(sorted(theirs - told))}"


@pytest.mark.parametrize(
    "cover",
    [
        "card A10",
        "exercise 1.99",
        "lesson 3: The reveal: words that stand nowhere in it",
        "lesson 3: No such heading: Neither mode is better",
        "lesson 99: The reveal: Neither mode is better",
        "test: engine/test_account.py: test_cross_is",
        "test: engine/test_nothing.py: test_cross_is_the_default_mode",
    ],
)
def test_what_is_not_there_is_missing(cover: str) -> None:
    assert missing(cover)
