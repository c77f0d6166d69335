"""Pictures as pure functions: values in, a plain plotly dict out; one module for each theme.

PICTURES holds the key pictures of the lessons and the opening state of each panel and question, which
are kept as PNG for readers who run nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from marginlab.course.lesson00_start_here.basics import basics_figure
from marginlab.course.lesson00_start_here.words import twin_figure, twin_scene
from marginlab.course.lesson01_whose_money.words import stakes_figure, stakes_scene
from marginlab.course.lesson02_the_wall.words import wall_figure, wall_scene
from marginlab.course.lesson03_two_fates.words import fates_figure, fates_scene
from marginlab.course.lesson04_plus_and_minus.words import adjust_figure, adjust_scene
from marginlab.course.lesson05_quiet_leak.words import leak_figure, leak_scene
from marginlab.drawing.canvas import Figure

PICTURES: Mapping[str, Callable[[], Figure]] = MappingProxyType(
    {
        "adjust": lambda: adjust_figure(adjust_scene()),
        "adjust_question": lambda: adjust_figure(adjust_scene(), revealed=False),
        "adjust_offer": lambda: adjust_figure(
            adjust_scene(margin=900, mark_price=55_000), revealed=False
        ),
        "adjust_called": lambda: adjust_figure(
            adjust_scene(margin=600, mark_price=55_000, automatic_call="Bitget")
        ),
        "leak": lambda: leak_figure(leak_scene()),
        "leak_question": lambda: leak_figure(leak_scene(), revealed=False),
        "basics": basics_figure,
        "stakes": lambda: stakes_figure(stakes_scene()),
        "stakes_question": lambda: stakes_figure(stakes_scene(), revealed=False),
        "fates": lambda: fates_figure(fates_scene()),
        "fates_question": lambda: fates_figure(fates_scene(), revealed=False),
        "fates_calm": lambda: fates_figure(fates_scene(path="C")),
        "twin": lambda: twin_figure(twin_scene()),
        "twin_wallet": lambda: twin_figure(twin_scene(mark_price=1_700, wallet_balance=2_000)),
        "twin_wallet_question": lambda: twin_figure(
            twin_scene(mark_price=1_700, wallet_balance=2_000), revealed=False
        ),
        "wall": lambda: wall_figure(wall_scene()),
        "wall_question": lambda: wall_figure(wall_scene(), revealed=False),
    }
)
