"""What sympy derived for the course: plain functions and LaTeX. Written by the build, never edited.

Each stands under a key that is made of all that it was derived from (`marginlab.theory.written`), so for a
statement, a constant or a term that has changed nothing is found here, and it is derived anew.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import NamedTuple

from marginlab.theory.conditions import N
from marginlab.theory.given import look_closer


class Stored(NamedTuple):
    """A formula: its terms, its right-hand side, and its function, which looks at every value.

    steps: its derivation where it is shown; of each line what is done, in LaTeX and as typed.
    """

    terms: tuple[str, ...]
    latex: str
    function: Callable[..., N]
    steps: tuple[tuple[str, str, str], ...] = ()


FORMULAS: dict[str, Stored] = {}
FUNCTIONS: dict[str, Callable[..., N]] = {}


# collateral of collateral + side*size*(mark_price - entry_price) = 0
def collateral_59b3b3(side: N, size: N, entry_price: N, mark_price: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return side*size*(entry_price - mark_price)


# collateral of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset
def collateral_151def(side: N, size: N, entry_price: N, mark_price: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*side*size + fee_rate*mark_price*size + mark_price*mmr*size - mark_price*side*size - offset


# collateral of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, mark_price 0, offset 0
def collateral_f6f55c(side: N, size: N, entry_price: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*side*size


# collateral_ratio of collateral*collateral_ratio + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset
def collateral_ratio_77a3eb(side: N, size: N, entry_price: N, mark_price: N, collateral: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*side*size + fee_rate*mark_price*size + mark_price*mmr*size - mark_price*side*size - offset)/collateral


# distance of (entry_price*leverage*size - side*(entry_price*size + leverage*offset))/(leverage*size*(-side*(fee_rate + mmr) + 1)) = entry_price*(1 - side*distance)
def distance_c9bb28(side: N, size: N, entry_price: N, leverage: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < leverage < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*fee_rate*leverage*size + entry_price*leverage*mmr*size - entry_price*size - leverage*offset)/(entry_price*leverage*size*(fee_rate*side + mmr*side - 1))


# distance of (entry_price*size - side*(collateral*collateral_ratio + offset))/(size*(-side*(fee_rate + mmr) + 1)) = entry_price*(1 - side*distance)
def distance_3c79ab(side: N, size: N, entry_price: N, collateral: N, collateral_ratio: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= collateral_ratio <= 1) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral*collateral_ratio + entry_price*fee_rate*size + entry_price*mmr*size - offset)/(entry_price*size*(fee_rate*side + mmr*side - 1))


# distance of wallet_balance + 1*position_value*(1 - distance - 1) = position_value*(1 - distance)*(mmr + fee_rate) - offset
def common_fall_307608(wallet_balance: N, position_value: N, mmr: N, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < position_value < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (fee_rate*position_value + mmr*position_value - offset - wallet_balance)/(fee_rate*position_value + mmr*position_value - position_value)


# effective_leverage of effective_leverage = size*mark_price/(collateral + side*size*(mark_price - entry_price))
def effective_leverage_f86cd2(side: N, size: N, entry_price: N, mark_price: N, collateral: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -mark_price*side*size/(-collateral*side + entry_price*size - mark_price*size)


# gap of (entry_price*size - side*(collateral + offset))/(size*(-side*(fee_rate + mmr) + 1)) = (-collateral*side + entry_price*size)/size + side*gap
def gap_2e88ed(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral*fee_rate*side + collateral*mmr*side - entry_price*fee_rate*size - entry_price*mmr*size + offset)/(size*(fee_rate*side + mmr*side - 1))


# intervals of collateral + side*size*(mark_price - entry_price) - intervals*(side*(size*mark_price)*funding_rate) = 0
def funding_intervals_left_8df6cb(side: N, size: N, entry_price: N, mark_price: N, collateral: N, funding_rate: N, mmr: N = 0, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral*side - entry_price*size + mark_price*size)/(funding_rate*mark_price*size)


# intervals of collateral + side*size*(mark_price - entry_price) - intervals*(side*(size*mark_price)*funding_rate) = size*entry_price*mmr - offset
def funding_intervals_left_14ce1a(side: N, size: N, entry_price: N, mark_price: N, collateral: N, funding_rate: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*size + mark_price*size + side*(collateral - entry_price*mmr*size + offset))/(funding_rate*mark_price*size)


# intervals of collateral + side*size*(mark_price - entry_price) - intervals*(side*(size*mark_price)*funding_rate) = size*mark_price*(mmr + fee_rate) - offset
def funding_intervals_left_fb1e77(side: N, size: N, entry_price: N, mark_price: N, collateral: N, funding_rate: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*size + mark_price*size + side*(collateral - fee_rate*mark_price*size - mark_price*mmr*size + offset))/(funding_rate*mark_price*size)


# intervals of collateral + side*size*(mark_price - entry_price) - intervals*(side*(size*mark_price)*funding_rate) = size*mark_price*(mmr + rate_growth*size)
def funding_intervals_left_e54230(side: N, size: N, entry_price: N, mark_price: N, collateral: N, funding_rate: N, mmr: N, rate_growth: N = 0, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (0 <= mmr < 1) and (0 <= rate_growth < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*size + mark_price*size + side*(collateral - mark_price*mmr*size - mark_price*rate_growth*size**2))/(funding_rate*mark_price*size)


# intervals of collateral + side*size*(mark_price - entry_price) - intervals*(side*(size*mark_price)*funding_rate) = size*mark_price*mmr
def funding_intervals_left_3a28c1(side: N, size: N, entry_price: N, mark_price: N, collateral: N, funding_rate: N, mmr: N, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*size + mark_price*size + side*(collateral - mark_price*mmr*size))/(funding_rate*mark_price*size)


# intervals of collateral + side*size*(mark_price - entry_price) - intervals*(side*(size*mark_price)*funding_rate) = size*mark_price*mmr - offset
def funding_intervals_left_f73139(side: N, size: N, entry_price: N, mark_price: N, collateral: N, funding_rate: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*size + mark_price*size + side*(collateral - mark_price*mmr*size + offset))/(funding_rate*mark_price*size)


# leverage of (entry_price*leverage*size - side*(entry_price*size + leverage*offset))/(leverage*size*(-side*(fee_rate + mmr) + 1)) = entry_price
def largest_leverage_c49e54(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size/(entry_price*fee_rate*size + entry_price*mmr*size - offset)


# leverage of (entry_price*leverage*size - side*(entry_price*size + leverage*offset))/(leverage*size*(-side*(fee_rate + mmr) + 1)) = entry_price*(1 - side*distance)
def leverage_56bdf9(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, distance: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < distance < inf) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -entry_price*size/(distance*entry_price*fee_rate*side*size + distance*entry_price*mmr*side*size - distance*entry_price*size - entry_price*fee_rate*size - entry_price*mmr*size + offset)


# leverage of size*entry_price/leverage + side*size*(mark_price - entry_price) = -(size*mark_price*(mmr + fee_rate) - 0)
def leverage_0bb5af(side: N, entry_price: N, mark_price: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < entry_price < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*side/(entry_price - mark_price*side*(fee_rate + mmr) - mark_price)


# leverage of size*entry_price/leverage + side*size*(mark_price - entry_price) = 0
def leverage_072b9f(side: N, entry_price: N, mark_price: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < entry_price < inf) and (0 < mark_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*side/(entry_price - mark_price)


# leverage of size*entry_price/leverage + side*size*(mark_price - entry_price) = size*entry_price*(mmr + fee_rate) - 0
def leverage_2e6657(side: N, entry_price: N, mark_price: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < entry_price < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*side/(entry_price*side*(fee_rate + mmr) + entry_price - mark_price)


# leverage of size*entry_price/leverage + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset
def leverage_60451d(side: N, size: N, entry_price: N, mark_price: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*side*size/(entry_price*size - mark_price*size + side*(fee_rate*mark_price*size + mark_price*mmr*size - offset))


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) + (0 + -side*hedge_size*(1/hedge_entry_price - 1/mark_price)) = size/entry_price*mmr - offset
def hedged_liquidation_price_9b7280(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*hedge_entry_price*(hedge_size - size)/(entry_price*hedge_size + hedge_entry_price*side*(-collateral*entry_price - entry_price*offset + mmr*size) - hedge_entry_price*size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) + (0 + -side*hedge_size*(1/hedge_entry_price - 1/mark_price)) = size/mark_price*(mmr + fee_rate) - offset
def hedged_liquidation_price_3d9c57(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*hedge_entry_price*(hedge_size - side*size*(fee_rate + mmr) - size)/(-entry_price*hedge_entry_price*side*(collateral + offset) + entry_price*hedge_size - hedge_entry_price*size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) + (0 + -side*hedge_size*(1/hedge_entry_price - 1/mark_price)) = size/mark_price*mmr - offset
def hedged_liquidation_price_d9b3c0(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*hedge_entry_price*(hedge_size - mmr*side*size - size)/(-entry_price*hedge_entry_price*side*(collateral + offset) + entry_price*hedge_size - hedge_entry_price*size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = -(size/mark_price*(mmr + fee_rate) - 0)
def mark_price_b22619(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size*(-side*(fee_rate + mmr) + 1)/(collateral*entry_price*side + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = 0
def bankruptcy_price_d4faf5(side: N, size: N, entry_price: N, collateral: N, mmr: N = 0, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size/(collateral*entry_price*side + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = 0
def mark_price_18c8cf(side: N, size: N, entry_price: N, collateral: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size/(collateral*entry_price*side + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = size/entry_price*mmr - offset
def liquidation_price_65eac8(side: N, size: N, entry_price: N, collateral: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size/(side*(collateral*entry_price + entry_price*offset - mmr*size) + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = size/mark_price*(mmr + fee_rate) - offset
def liquidation_price_3b6758(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size*(side*(fee_rate + mmr) + 1)/(entry_price*side*(collateral + offset) + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = size/mark_price*(mmr + fee_rate) - offset
def mark_price_499031(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size*(side*(fee_rate + mmr) + 1)/(entry_price*side*(collateral + offset) + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = size/mark_price*mmr - offset
def liquidation_price_ee971b(side: N, size: N, entry_price: N, collateral: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size*(mmr*side + 1)/(entry_price*side*(collateral + offset) + size)


# mark_price of collateral + side*size*(mark_price - entry_price) + (0 + -side*hedge_size*(mark_price - hedge_entry_price)) = 0
def hedged_liquidation_price_104576(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N = 0, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral*side + entry_price*size - hedge_entry_price*hedge_size)/(-hedge_size + size)


# mark_price of collateral + side*size*(mark_price - entry_price) + (0 + -side*hedge_size*(mark_price - hedge_entry_price)) = size*entry_price*mmr - offset
def hedged_liquidation_price_e8df28(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - hedge_entry_price*hedge_size + side*(-collateral + entry_price*mmr*size - offset))/(-hedge_size + size)


# mark_price of collateral + side*size*(mark_price - entry_price) + (0 + -side*hedge_size*(mark_price - hedge_entry_price)) = size*mark_price*(mmr + fee_rate) - offset
def hedged_liquidation_price_747cb2(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - hedge_entry_price*hedge_size - side*(collateral + offset))/(-hedge_size - side*size*(fee_rate + mmr) + size)


# mark_price of collateral + side*size*(mark_price - entry_price) + (0 + -side*hedge_size*(mark_price - hedge_entry_price)) = size*mark_price*(mmr + fee_rate) - offset + (hedge_size*mark_price*(mmr + fee_rate) - offset)
def hedged_liquidation_price_a72637(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, fee_rate: N = 0, offset: N = 0, rate_growth: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf) and (0 <= rate_growth < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - hedge_entry_price*hedge_size - side*(collateral + 2*offset))/(-hedge_size - side*(fee_rate*hedge_size + fee_rate*size + hedge_size*mmr + mmr*size) + size)


# mark_price of collateral + side*size*(mark_price - entry_price) + (0 + -side*hedge_size*(mark_price - hedge_entry_price)) = size*mark_price*(mmr + rate_growth*size)
def hedged_liquidation_price_dbf3ba(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, rate_growth: N = 0, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (0 <= rate_growth < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral*side - entry_price*size + hedge_entry_price*hedge_size)/(hedge_size + side*size*(mmr + rate_growth*size) - size)


# mark_price of collateral + side*size*(mark_price - entry_price) + (0 + -side*hedge_size*(mark_price - hedge_entry_price)) = size*mark_price*mmr
def hedged_liquidation_price_a2ef53(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral*side + entry_price*size - hedge_entry_price*hedge_size)/(-hedge_size - mmr*side*size + size)


# mark_price of collateral + side*size*(mark_price - entry_price) + (0 + -side*hedge_size*(mark_price - hedge_entry_price)) = size*mark_price*mmr - offset
def hedged_liquidation_price_6ff33b(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - hedge_entry_price*hedge_size - side*(collateral + offset))/(-hedge_size - mmr*side*size + size)


# mark_price of collateral + side*size*(mark_price - entry_price) + (0 + -side*hedge_size*(mark_price - hedge_entry_price)) = size*mark_price*mmr - offset + (hedge_size*mark_price*mmr - offset)
def hedged_liquidation_price_e4afc3(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, offset: N = 0, fee_rate: N = 0, rate_growth: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1) and (0 <= rate_growth < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - hedge_entry_price*hedge_size - side*(collateral + 2*offset))/(-hedge_size - mmr*side*(hedge_size + size) + size)


# mark_price of collateral + side*size*(mark_price - entry_price) = -(size*mark_price*(mmr + fee_rate) - 0)
def mark_price_485e9e(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral*side + entry_price*size)/(size*(side*(fee_rate + mmr) + 1))


# mark_price of collateral + side*size*(mark_price - entry_price) = 0
def bankruptcy_price_18d029(side: N, size: N, entry_price: N, collateral: N, mmr: N = 0, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral*side + entry_price*size)/size


# mark_price of collateral + side*size*(mark_price - entry_price) = 0
def mark_price_577748(side: N, size: N, entry_price: N, collateral: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral*side + entry_price*size)/size


# mark_price of collateral + side*size*(mark_price - entry_price) = size*entry_price*(mmr + fee_rate) - 0
def mark_price_78da63(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size + side*(-collateral + entry_price*fee_rate*size + entry_price*mmr*size))/size


# mark_price of collateral + side*size*(mark_price - entry_price) = size*entry_price*mmr - offset
def liquidation_price_9b70aa(side: N, size: N, entry_price: N, collateral: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size + side*(-collateral + entry_price*mmr*size - offset))/size


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset
def liquidation_price_78ea1c(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - side*(collateral + offset))/(size*(-side*(fee_rate + mmr) + 1))


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def liquidation_price_4f3f53(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*size)/(fee_rate*size + mmr*size - size)


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + rate_growth*size)
def liquidation_price_508549(side: N, size: N, entry_price: N, collateral: N, mmr: N, rate_growth: N = 0, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= rate_growth < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral*side - entry_price*size)/(size*(side*(mmr + rate_growth*size) - 1))


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*fee_rate
def worst_close_price_b0e68b(side: N, size: N, entry_price: N, collateral: N, fee_rate: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral*side + entry_price*size)/(size*(-fee_rate*side + 1))


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*mmr
def liquidation_price_86d07c(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral*side + entry_price*size)/(size*(-mmr*side + 1))


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*mmr - offset
def liquidation_price_3614cc(side: N, size: N, entry_price: N, collateral: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - side*(collateral + offset))/(size*(-mmr*side + 1))


# mark_price of collateral - intervals*(side*(size*entry_price)*funding_rate) + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset
def liquidation_price_22df6d(side: N, size: N, entry_price: N, collateral: N, funding_rate: N, intervals: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (-inf < intervals < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*funding_rate*intervals*size + entry_price*size - side*(collateral + offset))/(size*(-side*(fee_rate + mmr) + 1))


# mark_price of collateral*collateral_ratio + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset
def liquidation_price_e69752(side: N, size: N, entry_price: N, collateral: N, collateral_ratio: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= collateral_ratio <= 1) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - side*(collateral*collateral_ratio + offset))/(size*(-side*(fee_rate + mmr) + 1))


# mark_price of collateral*mark_price + side*size*(mark_price - entry_price) + (0*mark_price + -side*hedge_size*(mark_price - hedge_entry_price)) = size*mark_price*(mmr + fee_rate) - offset
def hedged_liquidation_price_2dc316(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - hedge_entry_price*hedge_size - offset*side)/(-hedge_size + side*(collateral - fee_rate*size - mmr*size) + size)


# mark_price of collateral*mark_price + side*size*(mark_price - entry_price) + (0*mark_price + -side*hedge_size*(mark_price - hedge_entry_price)) = size*mark_price*mmr
def hedged_liquidation_price_2d4f0a(side: N, size: N, entry_price: N, collateral: N, hedge_size: N, hedge_entry_price: N, mmr: N, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= hedge_size < inf) and (0 < hedge_entry_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - hedge_entry_price*hedge_size)/(-hedge_size + side*(collateral - mmr*size) + size)


# mark_price of collateral*mark_price + side*size*(mark_price - entry_price) = 0
def bankruptcy_price_457b78(side: N, size: N, entry_price: N, collateral: N, mmr: N = 0, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size/(collateral*side + size)


# mark_price of collateral*mark_price + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset
def liquidation_price_8f9c2b(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - offset*side)/(side*(collateral - fee_rate*size - mmr*size) + size)


# mark_price of collateral*mark_price + side*size*(mark_price - entry_price) = size*mark_price*fee_rate
def worst_close_price_ff5e66(side: N, size: N, entry_price: N, collateral: N, fee_rate: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size/(side*(collateral - fee_rate*size) + size)


# mark_price of collateral*mark_price + side*size*(mark_price - entry_price) = size*mark_price*mmr
def liquidation_price_6c1fd5(side: N, size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size/(side*(collateral - mmr*size) + size)


# mark_price of realized_pnl + side*size*(mark_price - entry_price) = size*mark_price*fee_rate
def break_even_price_0d7790(side: N, size: N, entry_price: N, fee_rate: N, realized_pnl: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 <= fee_rate < 1) and (-inf < realized_pnl < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - realized_pnl*side)/(size*(-fee_rate*side + 1))


# mark_price of size*entry_price/leverage + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset
def liquidation_price_0246ce(side: N, size: N, entry_price: N, leverage: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < leverage < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*leverage*size - side*(entry_price*size + leverage*offset))/(leverage*size*(-side*(fee_rate + mmr) + 1))


# mark_price of size*entry_price/leverage + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, offset 0
def liquidation_price_3dd801(side: N, entry_price: N, leverage: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < entry_price < inf) and (0 < leverage < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*leverage + entry_price*side)/(fee_rate*leverage*side + leverage*mmr*side - leverage)


# mark_price of size*entry_price/leverage*(1 + calls) + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset
def liquidation_price_f276d4(side: N, size: N, entry_price: N, leverage: N, calls: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < size < inf) and (0 < entry_price < inf) and (0 < leverage < inf) and (-inf < calls < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*leverage*size - side*(calls*entry_price*size + entry_price*size + leverage*offset))/(leverage*size*(-side*(fee_rate + mmr) + 1))


# mark_price of size*mark_price = cap
def mark_price_9141e6(size: N, cap: N) -> N:
    try:
        good = (0 < size < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return cap/size


# mark_price of size/mark_price = cap
def mark_price_d981cd(size: N, cap: N) -> N:
    try:
        good = (0 < size < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return size/cap


# mark_price_2 of mark_price_2 - index_price = index_price*funding_rate*time_left/funding_interval
def mark_price_2_7c59b7(index_price: N, funding_rate: N, time_left: N, funding_interval: N) -> N:
    try:
        good = (0 < index_price < inf) and (-inf < funding_rate < inf) and (0 <= time_left < inf) and (0 < funding_interval < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (funding_interval*index_price + funding_rate*index_price*time_left)/funding_interval


# roe of roe = side*size*(mark_price - entry_price)/(size*entry_price/leverage)
def roe_57d83c(side: N, entry_price: N, mark_price: N, leverage: N) -> N:
    try:
        good = (side == 1 or side == -1) and (0 < entry_price < inf) and (0 < mark_price < inf) and (0 < leverage < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return leverage*side*(-entry_price + mark_price)/entry_price


# top_up of top_up + (size*mark_price*(mmr + fee_rate) - offset) = size*mark_price/leverage
def restoring_top_up_fabfbe(size: N, mark_price: N, mmr: N, leverage: N, fee_rate: N = 0, offset: N = 0) -> N:
    try:
        good = (0 < size < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 < leverage < inf) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-fee_rate*leverage*mark_price*size - leverage*mark_price*mmr*size + leverage*offset + mark_price*size)/leverage


def function_1384f5(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = mark_price*size
    x1 = mmr*x0
    return side*size*(-entry_price + mark_price), x1, x0, x1


def function_1a4538(size: N, leverage: N, coin_price: N, price: N) -> N:
    return size/(leverage*price)


def function_1dd66b(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return (entry_price*size - side*(collateral + offset))/(size*(-side*(fee_rate + mmr) + 1))


def function_1f7ae4(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return (-collateral*side + entry_price*size)/(size*(-mmr*side + 1))


def function_29774b(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = 1/entry_price
    x1 = side*size
    x2 = mmr*size*x0 - offset
    return x0*x1, -x1, x2, 0, 0, size, x2, 0


def function_2a1689(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return side*size*(-entry_price + mark_price), 0, mark_price*size, 0


def function_360b3a(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (entry_price*size - hedge_entry_price*hedge_size - side*(collateral + offset))/(-hedge_size - mmr*side*size + size)


def function_375959(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    return -entry_price*x0, x0, 0, mmr*size, 0, size, 0, 0


def function_396a73(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return entry_price*size*(side*(fee_rate + mmr) + 1)/(entry_price*side*(collateral + offset) + size)


def function_46a979(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    x1 = -offset
    x2 = mmr*size
    return x0/entry_price, -x0, x1, x2, 0, size, x1, x2


def function_4b290e(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = mark_price*size
    x1 = mmr*x0 - offset
    return side*size*(-entry_price + mark_price), x1, x0, x1


def function_4d4ffa(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return (mark_price*size*(fee_rate + mmr) - offset)/mark_price


def function_4f9dad(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = mark_price*size
    x1 = -offset + x0*(fee_rate + mmr)
    return side*size*(-entry_price + mark_price), x1, x0, x1


def function_51876f(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return entry_price*size/(side*(collateral*entry_price + entry_price*offset - mmr*size) + size)


def function_5270a7(side: N, size: N, entry_price: N, collateral: N) -> N:
    return entry_price*size/(collateral*entry_price*side + size)


def function_558e16(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (entry_price*size - hedge_entry_price*hedge_size + side*(-collateral + entry_price*mmr*size - offset))/(-hedge_size + size)


def function_5732b8(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return entry_price*hedge_entry_price*(hedge_size - side*size*(fee_rate + mmr) - size)/(-entry_price*hedge_entry_price*side*(collateral + offset) + entry_price*hedge_size - hedge_entry_price*size)


def function_573a23(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (collateral*side - entry_price*size + hedge_entry_price*hedge_size)/(hedge_size + side*size*(mmr + rate_growth*size) - size)


def function_584ee8(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return mark_price*size*(mmr + rate_growth*size)


def function_5a1414(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return mark_price*mmr*size - offset


def function_5b1d56(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return (entry_price*size + side*(-collateral + entry_price*mmr*size - offset))/size


def function_5dd6be(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return entry_price*size*(mmr*side + 1)/(entry_price*side*(collateral + offset) + size)


def function_5ea42c(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return mark_price*mmr*size


def function_606e28(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    x1 = -offset
    x2 = mmr*size
    return -entry_price*x0, x0, x1, x2, 0, size, x1, x2


def function_62d47e(side: N, size: N, entry_price: N, coin_price: N, mark_price: N) -> N:
    return side*size*(-entry_price + mark_price)/mark_price


def function_66688d(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    x1 = -offset
    x2 = fee_rate*size + mmr*size
    return x0/entry_price, -x0, x1, x2, 0, size, x1, x2


def function_6800df(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = mark_price*size
    return side*size*(-entry_price + mark_price), mmr*x0, x0, 0


def function_697b8b(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = entry_price*mmr*size - offset
    return side*size*(-entry_price + mark_price), x0, mark_price*size, x0


def function_6d9732(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    x1 = entry_price*mmr*size - offset
    return -entry_price*x0, x0, x1, 0, 0, size, x1, 0


def function_6f75f2(size: N, mark_price: N) -> N:
    return size/mark_price


def function_759853(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (-collateral*side + entry_price*size - hedge_entry_price*hedge_size)/(-hedge_size + size)


def function_7630b6(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return entry_price*size/(side*(collateral - mmr*size) + size)


def function_7db4bd(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (entry_price*size - hedge_entry_price*hedge_size)/(-hedge_size + side*(collateral - mmr*size) + size)


def function_8108d5(size: N, leverage: N, coin_price: N, price: N) -> N:
    return size/leverage


def function_83539b(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = 1/mark_price
    x1 = mmr*size*x0 - offset
    return side*size*(-x0 + 1/entry_price), x1, size*x0, x1


def function_899c60(side: N, size: N, entry_price: N, collateral: N) -> N:
    return entry_price*size/(collateral*side + size)


def function_8b3175(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (entry_price*size - hedge_entry_price*hedge_size - side*(collateral + 2*offset))/(-hedge_size - mmr*side*(hedge_size + size) + size)


def function_918e97(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    x1 = mmr*size
    return -entry_price*x0, x0, 0, x1, 0, size, 0, x1


def function_9a1f7a(side: N, size: N, coin_price: N, mark_price: N, funding_rate: N) -> N:
    return funding_rate*mark_price*side*size


def function_9b1562(size: N, cap: N) -> N:
    return cap/size


def function_9e38dd(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return (entry_price*size - side*(collateral + offset))/(size*(-mmr*side + 1))


def function_9eea6b(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (-collateral*side + entry_price*size - hedge_entry_price*hedge_size)/(-hedge_size - mmr*side*size + size)


def function_a29a37(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (entry_price*size - hedge_entry_price*hedge_size - side*(collateral + 2*offset))/(-hedge_size - side*(fee_rate*hedge_size + fee_rate*size + hedge_size*mmr + mmr*size) + size)


def function_a86dc8(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return side*size*(-entry_price + mark_price)/mark_price, mmr*size, size, 0


def function_ac3b3c(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return mark_price*size*(fee_rate + mmr) - offset


def function_acab0c(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return 0


def function_acc142(size: N, leverage: N, coin_price: N, price: N) -> N:
    return price*size/leverage


def function_acc6ee(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = mark_price*size
    x1 = x0*(mmr + rate_growth*size)
    return side*size*(-entry_price + mark_price), x1, x0, x1


def function_ae9f1a(side: N, size: N, coin_price: N, mark_price: N, funding_rate: N) -> N:
    return funding_rate*side*size


def function_b6366e(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    x1 = mmr*size + rate_growth*size**2
    return -entry_price*x0, x0, 0, x1, 0, size, 0, x1


def function_bd3c71(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return entry_price*hedge_entry_price*(hedge_size - size)/(entry_price*hedge_size + hedge_entry_price*side*(-collateral*entry_price - entry_price*offset + mmr*size) - hedge_entry_price*size)


def function_be295c(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (entry_price*size - hedge_entry_price*hedge_size - side*(collateral + offset))/(-hedge_size - side*size*(fee_rate + mmr) + size)


def function_c582c7(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return entry_price*mmr*size - offset


def function_c81f67(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return entry_price*hedge_entry_price*(hedge_size - mmr*side*size - size)/(-entry_price*hedge_entry_price*side*(collateral + offset) + entry_price*hedge_size - hedge_entry_price*size)


def function_cb5a5f(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return -offset + mmr*size/mark_price


def function_cbabd9(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return (entry_price*size - offset*side)/(side*(collateral - fee_rate*size - mmr*size) + size)


def function_ccb568(side: N, size: N, entry_price: N, coin_price: N, mark_price: N) -> N:
    return side*size*(-1/mark_price + 1/entry_price)


def function_ce2b32(side: N, size: N, coin_price: N, mark_price: N, funding_rate: N) -> N:
    return funding_rate*side*size/mark_price


def function_d8b3ff(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    return x0, -entry_price*x0, mmr*size, 0, size, 0, 0, 0


def function_d9f770(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return (mark_price*size*(fee_rate + mmr) - offset)/coin_price


def function_da4aa6(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return (-collateral*side + entry_price*size)/size


def function_da9191(side: N, size: N, entry_price: N, collateral: N) -> N:
    return (-collateral*side + entry_price*size)/size


def function_db6f7c(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    x1 = -offset
    x2 = fee_rate*size + mmr*size
    return -entry_price*x0, x0, x1, x2, 0, size, x1, x2


def function_dbf7c1(side: N, size: N, entry_price: N, coin_price: N, mark_price: N) -> N:
    return side*size*(-entry_price + mark_price)


def function_dc7d69(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = 1/mark_price
    x1 = 1/entry_price
    x2 = mmr*size*x1 - offset
    return side*size*(-x0 + x1), x2, size*x0, x2


def function_dd7561(size: N, mark_price: N) -> N:
    return mark_price*size


def function_de7471(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, collateral: N) -> N:
    return (collateral*side - entry_price*size)/(size*(side*(mmr + rate_growth*size) - 1))


def function_e51d65(size: N, leverage: N, coin_price: N, price: N) -> N:
    return price*size/(coin_price*leverage)


def function_eb3429(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = 1/coin_price
    x1 = mark_price*size
    x2 = x0*(-offset + x1*(fee_rate + mmr))
    return side*size*x0*(-entry_price + mark_price), x2, x0*x1, x2


def function_ee2b12(size: N, cap: N) -> N:
    return size/cap


def function_ef5910(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = 1/coin_price
    x1 = size*x0
    x2 = side*x1
    x3 = -offset*x0
    x4 = fee_rate*x1 + mmr*x1
    return -entry_price*x2, x2, x3, x4, 0, x1, x3, x4


def function_f0e3b1(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = 1/mark_price
    x1 = -offset + size*x0*(fee_rate + mmr)
    return side*size*(-x0 + 1/entry_price), x1, size*x0, x1


def function_f1bfcf(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    x1 = fee_rate*size + mmr*size
    x2 = -offset
    return x0, -entry_price*x0, x1, x2, size, 0, x1, x2


def function_f2b504(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    x0 = 1/mark_price
    x1 = x0*(mark_price*size*(fee_rate + mmr) - offset)
    return side*size*x0*(-entry_price + mark_price), x1, size, x1


def function_f4fecc(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, hedge_size: N, hedge_entry_price: N, collateral: N) -> N:
    return (entry_price*size - hedge_entry_price*hedge_size - offset*side)/(-hedge_size + side*(collateral - fee_rate*size - mmr*size) + size)


def function_f584db(side: N, size: N, entry_price: N, coin_price: N, mark_price: N) -> N:
    return side*size*(-entry_price + mark_price)/coin_price


def function_f880f3(side: N, size: N, coin_price: N, mark_price: N, funding_rate: N) -> N:
    return funding_rate*mark_price*side*size/coin_price


def function_faba2a(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return -offset + mmr*size/entry_price


def function_fb620e(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return -offset + size*(fee_rate + mmr)/mark_price


def function_ffa1aa(side: N, size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N) -> N:
    x0 = side*size
    return -entry_price*x0, x0, 0, 0, 0, size, 0, 0


def function_ffb3e3(size: N, entry_price: N, mmr: N, fee_rate: N, offset: N, rate_growth: N, coin_price: N, mark_price: N) -> N:
    return mmr*size


FORMULAS.update({
    "59b3b3f3beed37a2": Stored(('side', 'size', 'entry_price', 'mark_price'), 'd\\,q\\,(E - P)', collateral_59b3b3),
    "151defa0864b7aff": Stored(('side', 'size', 'entry_price', 'mark_price', 'mmr', 'fee_rate', 'offset'), '\\kappa q P + d\\,(q E - q P) - A', collateral_151def),
    "f6f55c5091f11236": Stored(('side', 'size', 'entry_price'), 'd\\,q\\,E', collateral_f6f55c),
    "77a3eb2f417aaaea": Stored(('side', 'size', 'entry_price', 'mark_price', 'collateral', 'mmr', 'fee_rate', 'offset'), '\\frac{\\kappa q P + d\\,(q E - q P) - A}{M}', collateral_ratio_77a3eb),
    "c9bb28e0c627106a": Stored(('side', 'size', 'entry_price', 'leverage', 'mmr', 'fee_rate', 'offset'), '\\frac{q/L + A/E - \\kappa q}{q\\,(1-d\\,\\kappa)}', distance_c9bb28),
    "3c79aba8e2fe7130": Stored(('side', 'size', 'entry_price', 'collateral', 'collateral_ratio', 'mmr', 'fee_rate', 'offset'), '\\frac{M h + A - \\kappa q E}{q E\\,(1-d\\,\\kappa)}', distance_3c79ab),
    "3076086f675bdf66": Stored(('wallet_balance', 'position_value', 'mmr', 'fee_rate', 'offset'), '\\frac{W + A - \\kappa V}{V\\,(1-\\kappa)}', common_fall_307608),
    "f86cd2371002e853": Stored(('side', 'size', 'entry_price', 'mark_price', 'collateral'), '\\frac{d\\,q\\,P}{q P + d\\,M - q E}', effective_leverage_f86cd2),
    "2e88ed8e91f9241c": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'fee_rate', 'offset'), '\\frac{\\kappa q E - A - d\\,\\kappa\\,M}{q\\,(1-d\\,\\kappa)}', gap_2e88ed),
    "8df6cb6ef5f6000e": Stored(('side', 'size', 'entry_price', 'mark_price', 'collateral', 'funding_rate'), '\\frac{q P + d\\,M - q E}{r q P}', funding_intervals_left_8df6cb),
    "14ce1a0318badbd7": Stored(('side', 'size', 'entry_price', 'mark_price', 'collateral', 'funding_rate', 'mmr', 'offset'), '\\frac{q P + d\\,(M + A - m q E) - q E}{r q P}', funding_intervals_left_14ce1a),
    "fb1e77bdb35e6b48": Stored(('side', 'size', 'entry_price', 'mark_price', 'collateral', 'funding_rate', 'mmr', 'fee_rate', 'offset'), '\\frac{q P + d\\,(M + A - \\kappa q P) - q E}{r q P}', funding_intervals_left_fb1e77),
    "e5423026c977c457": Stored(('side', 'size', 'entry_price', 'mark_price', 'collateral', 'funding_rate', 'mmr', 'rate_growth'), '\\frac{q P - q E - d\\,(q^{2} P g + m q P - M)}{r q P}', funding_intervals_left_e54230),
    "3a28c1a98648a1a7": Stored(('side', 'size', 'entry_price', 'mark_price', 'collateral', 'funding_rate', 'mmr'), '\\frac{q P + d\\,(M - m q P) - q E}{r q P}', funding_intervals_left_3a28c1),
    "f73139f77e43c3d7": Stored(('side', 'size', 'entry_price', 'mark_price', 'collateral', 'funding_rate', 'mmr', 'offset'), '\\frac{q P + d\\,(M + A - m q P) - q E}{r q P}', funding_intervals_left_f73139),
    "c49e5446bb17c95d": Stored(('size', 'entry_price', 'mmr', 'fee_rate', 'offset'), '\\frac{q}{\\kappa q - A/E}', largest_leverage_c49e54),
    "56bdf93880c0d643": Stored(('side', 'size', 'entry_price', 'mmr', 'fee_rate', 'distance', 'offset'), '\\frac{q}{x q + \\kappa q - A/E - d\\,\\kappa\\,x\\,q}', leverage_56bdf9),
    "0bb5af80d2888055": Stored(('side', 'entry_price', 'mark_price', 'mmr', 'fee_rate'), '\\frac{d\\,E}{E - P - d\\,\\kappa\\,P}', leverage_0bb5af),
    "072b9f160cbc3cf5": Stored(('side', 'entry_price', 'mark_price'), '\\frac{d}{1 - P/E}', leverage_072b9f),
    "2e66577f347ad5fd": Stored(('side', 'entry_price', 'mark_price', 'mmr', 'fee_rate'), '\\frac{d}{1 + d\\,\\kappa - P/E}', leverage_2e6657),
    "60451d4de9c295bd": Stored(('side', 'size', 'entry_price', 'mark_price', 'mmr', 'fee_rate', 'offset'), '\\frac{d\\,q\\,E}{q E - q P - d\\,(A - \\kappa q P)}', leverage_60451d),
    "9b72803e07d44c3a": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'offset'), '\\frac{E_h\\,(Q - Q_h)}{Q E_h/E + d\\,(M E_h + A E_h - m Q E_h/E) - Q_h}', hedged_liquidation_price_9b7280),
    "3d9c57c3cabc4c5a": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'fee_rate', 'offset'), '\\frac{E_h\\,(Q + d\\,\\kappa\\,Q - Q_h)}{Q E_h/E + d\\,(M E_h + A E_h) - Q_h}', hedged_liquidation_price_3d9c57),
    "d9b3c05a63f98f28": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'offset'), '\\frac{E_h\\,(Q + d\\,m\\,Q - Q_h)}{Q E_h/E + d\\,(M E_h + A E_h) - Q_h}', hedged_liquidation_price_d9b3c0),
    "b226192165031e53": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q\\,(1-d\\,\\kappa)}{q/E + d\\,M}', mark_price_b22619),
    "d4faf55151665835": Stored(('side', 'size', 'entry_price', 'collateral'), '\\frac{Q}{Q/E + d\\,M}', bankruptcy_price_d4faf5),
    "18c8cf176aae8754": Stored(('side', 'size', 'entry_price', 'collateral'), '\\frac{q}{q/E + d\\,M}', mark_price_18c8cf),
    "65eac8c42e683fc4": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'offset'), '\\frac{Q}{Q/E + d\\,(M + A - m Q/E)}', liquidation_price_65eac8),
    "3b67582fbf337e32": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'fee_rate', 'offset'), '\\frac{Q\\,(1+d\\,\\kappa)}{Q/E + d\\,(M + A)}', liquidation_price_3b6758),
    "4990319323820c92": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'fee_rate', 'offset'), '\\frac{q\\,(1+d\\,\\kappa)}{q/E + d\\,(M + A)}', mark_price_499031),
    "ee971b0a2d1869a2": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'offset'), '\\frac{Q\\,(1+d\\,m)}{Q/E + d\\,(M + A)}', liquidation_price_ee971b),
    "1045764b36ff6e28": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price'), '\\frac{q E - q_h E_h - d\\,M}{q - q_h}', hedged_liquidation_price_104576),
    "e8df28e7449722b5": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'offset'), '\\frac{q E - q_h E_h - d\\,(M + A - m q E)}{q - q_h}', hedged_liquidation_price_e8df28),
    "747cb2a5586c0d0b": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'fee_rate', 'offset'), '\\frac{q E - q_h E_h - d\\,(M + A)}{q - q_h - d\\,\\kappa\\,q}', hedged_liquidation_price_747cb2),
    "a726370eae132e07": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'fee_rate', 'offset'), '\\frac{q E - q_h E_h - d\\,(M + 2 A)}{q - q_h - d\\,(\\kappa q + \\kappa q_h)}', hedged_liquidation_price_a72637),
    "dbf3ba8b8a009bb4": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'rate_growth'), '\\frac{q E - q_h E_h - d\\,M}{q - q_h - d\\,(q^{2} g + m q)}', hedged_liquidation_price_dbf3ba),
    "a2ef53e74d7e68a8": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr'), '\\frac{q E - q_h E_h - d\\,M}{q - q_h - d\\,m\\,q}', hedged_liquidation_price_a2ef53),
    "6ff33b06ae533a2e": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'offset'), '\\frac{q E - q_h E_h - d\\,(M + A)}{q - q_h - d\\,m\\,q}', hedged_liquidation_price_6ff33b),
    "e4afc30cbe90f606": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'offset'), '\\frac{q E - q_h E_h - d\\,(M + 2 A)}{q - q_h - d\\,(m q + m q_h)}', hedged_liquidation_price_e4afc3),
    "485e9e98228ae1b4": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q E - d\\,M}{q\\,(1+d\\,\\kappa)}', mark_price_485e9e),
    "18d02959ba445afc": Stored(('side', 'size', 'entry_price', 'collateral'), '\\frac{q E - d\\,M}{q}', bankruptcy_price_18d029),
    "57774810a5532de6": Stored(('side', 'size', 'entry_price', 'collateral'), '\\frac{q E - d\\,M}{q}', mark_price_577748),
    "78da6394e410bd7e": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q E - d\\,(M - \\kappa q E)}{q}', mark_price_78da63),
    "9b70aabb9cabbe44": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'offset'), '\\frac{q E - d\\,(M + A - m q E)}{q}', liquidation_price_9b70aa),
    "78ea1c93040277aa": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'fee_rate', 'offset'), '\\frac{q E - d\\,(M + A)}{q\\,(1-d\\,\\kappa)}', liquidation_price_78ea1c),
    "4f3f537570137a7c": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q E - M}{q\\,(1-\\kappa)}', liquidation_price_4f3f53, (('What is true at that moment', 'M + q\\,(P - E) = \\kappa q P', 'M + q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1-\\kappa) = q E - M', 'P*(-q*(kappa - 1)) = E*q - M'), ('Divide', 'P = \\frac{q E - M}{q\\,(1-\\kappa)}', 'P = (-E*q + M)/(kappa*q - q)'))),
    "508549a93b7e66ff": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'rate_growth'), '\\frac{q E - d\\,M}{q\\,(1 - d\\,(q g + m))}', liquidation_price_508549),
    "b0e68bb06247cfcb": Stored(('side', 'size', 'entry_price', 'collateral', 'fee_rate'), '\\frac{q E - d\\,M}{q\\,(1-d\\,f)}', worst_close_price_b0e68b),
    "86d07cdae02f60e9": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr'), '\\frac{q E - d\\,M}{q\\,(1-d\\,m)}', liquidation_price_86d07c),
    "3614ccb45a58be43": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'offset'), '\\frac{q E - d\\,(M + A)}{q\\,(1-d\\,m)}', liquidation_price_3614cc),
    "22df6d7c5d079824": Stored(('side', 'size', 'entry_price', 'collateral', 'funding_rate', 'intervals', 'mmr', 'fee_rate', 'offset'), '\\frac{n r q E + q E - d\\,(M + A)}{q\\,(1-d\\,\\kappa)}', liquidation_price_22df6d),
    "e69752312a7564b7": Stored(('side', 'size', 'entry_price', 'collateral', 'collateral_ratio', 'mmr', 'fee_rate', 'offset'), '\\frac{q E - d\\,(M h + A)}{q\\,(1-d\\,\\kappa)}', liquidation_price_e69752),
    "2dc316be7ed125a8": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr', 'fee_rate', 'offset'), '\\frac{q E - q_h E_h - d\\,A}{q + d\\,(M - \\kappa q) - q_h}', hedged_liquidation_price_2dc316),
    "2d4f0a3fb49ed3b4": Stored(('side', 'size', 'entry_price', 'collateral', 'hedge_size', 'hedge_entry_price', 'mmr'), '\\frac{q E - q_h E_h}{q + d\\,(M - m q) - q_h}', hedged_liquidation_price_2d4f0a),
    "457b789154557e30": Stored(('side', 'size', 'entry_price', 'collateral'), '\\frac{q E}{q + d\\,M}', bankruptcy_price_457b78),
    "8f9c2bded6c478df": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr', 'fee_rate', 'offset'), '\\frac{q E - d\\,A}{q + d\\,(M - \\kappa q)}', liquidation_price_8f9c2b),
    "ff5e666eee25c27e": Stored(('side', 'size', 'entry_price', 'collateral', 'fee_rate'), '\\frac{q E}{q + d\\,(M - f q)}', worst_close_price_ff5e66),
    "6c1fd5735212122c": Stored(('side', 'size', 'entry_price', 'collateral', 'mmr'), '\\frac{q E}{q + d\\,(M - m q)}', liquidation_price_6c1fd5),
    "0d7790f7a00af169": Stored(('side', 'size', 'entry_price', 'fee_rate', 'realized_pnl'), '\\frac{q E - d\\,R}{q\\,(1-d\\,f)}', break_even_price_0d7790),
    "0246ce416fd9640d": Stored(('side', 'size', 'entry_price', 'leverage', 'mmr', 'fee_rate', 'offset'), '\\frac{q E - d\\,(A + q E/L)}{q\\,(1-d\\,\\kappa)}', liquidation_price_0246ce),
    "3dd8015457847143": Stored(('side', 'entry_price', 'leverage', 'mmr', 'fee_rate'), 'E\\,\\frac{1-d/L}{1-d\\,\\kappa}', liquidation_price_3dd801),
    "f276d4f2f66ee51e": Stored(('side', 'size', 'entry_price', 'leverage', 'calls', 'mmr', 'fee_rate', 'offset'), '\\frac{q E - d\\,(A + k q E/L + q E/L)}{q\\,(1-d\\,\\kappa)}', liquidation_price_f276d4),
    "9141e616522449fd": Stored(('size', 'cap'), '\\frac{cap}{q}', mark_price_9141e6),
    "d981cd0ec768831b": Stored(('size', 'cap'), '\\frac{q}{cap}', mark_price_d981cd),
    "7c59b7f5ea225fc6": Stored(('index_price', 'funding_rate', 'time_left', 'funding_interval'), '\\frac{I\\,(r t + T)}{T}', mark_price_2_7c59b7),
    "57d83c054b0037ae": Stored(('side', 'entry_price', 'mark_price', 'leverage'), 'd\\,L\\,(P/E - 1)', roe_57d83c),
    "fabfbe4ff05eecc2": Stored(('size', 'mark_price', 'mmr', 'leverage', 'fee_rate', 'offset'), 'A + q P/L - \\kappa q P', restoring_top_up_fabfbe),
})


FUNCTIONS.update({
    "1384f5fc8b88cb93": function_1384f5,
    "1a45382a6e108a9b": function_1a4538,
    "1dd66bc62d4197bd": function_1dd66b,
    "1f7ae4a707414d08": function_1f7ae4,
    "29774ba4770d30c5": function_29774b,
    "2a168971c54d6e97": function_2a1689,
    "360b3aac306efebb": function_360b3a,
    "375959f757717c81": function_375959,
    "396a73ed726ea119": function_396a73,
    "46a9796f4a8a4b37": function_46a979,
    "4b290eda33f18c7c": function_4b290e,
    "4d4ffa48020828e2": function_4d4ffa,
    "4f9dad954034c438": function_4f9dad,
    "51876f3ca3c558e1": function_51876f,
    "5270a7cd6eb2a1bf": function_5270a7,
    "558e16bf5892472e": function_558e16,
    "5732b8688837a8f9": function_5732b8,
    "573a2372e269694c": function_573a23,
    "584ee8231e2f1c1e": function_584ee8,
    "5a1414f8873868cc": function_5a1414,
    "5b1d561ee82527d0": function_5b1d56,
    "5dd6be5611b7e06e": function_5dd6be,
    "5ea42c82c7878fa7": function_5ea42c,
    "606e2868ae616d7c": function_606e28,
    "62d47ef88650cbaa": function_62d47e,
    "66688d00a8395d0f": function_66688d,
    "6800df288cf3dd20": function_6800df,
    "697b8b4f65897607": function_697b8b,
    "6d9732b81f20bd03": function_6d9732,
    "6f75f2f70d575bc0": function_6f75f2,
    "7598534007439aee": function_759853,
    "7630b67259347f7b": function_7630b6,
    "7db4bdbbb30338f6": function_7db4bd,
    "8108d51f2b557cdf": function_8108d5,
    "83539bf65cd1b07d": function_83539b,
    "899c60c9b7536d9d": function_899c60,
    "8b31754700887b45": function_8b3175,
    "918e9762eaa21a33": function_918e97,
    "9a1f7a2d71facf9f": function_9a1f7a,
    "9b1562a25e606e47": function_9b1562,
    "9e38dda098a5dd17": function_9e38dd,
    "9eea6b5b1811c2f6": function_9eea6b,
    "a29a37bdffcb5962": function_a29a37,
    "a86dc8204e413c5f": function_a86dc8,
    "ac3b3c4473428cad": function_ac3b3c,
    "acab0c8f8d63a9cd": function_acab0c,
    "acc142dcdf290fff": function_acc142,
    "acc6ee1fae8505f9": function_acc6ee,
    "ae9f1af2bab133e3": function_ae9f1a,
    "b6366e9894254ebe": function_b6366e,
    "bd3c71f0beaba0ec": function_bd3c71,
    "be295c2baf6d82a8": function_be295c,
    "c582c70e34b66935": function_c582c7,
    "c81f67ad92bfacca": function_c81f67,
    "cb5a5fbf374944a0": function_cb5a5f,
    "cbabd9bb70b93299": function_cbabd9,
    "ccb568f7951011c5": function_ccb568,
    "ce2b32790e212bc1": function_ce2b32,
    "d8b3ff37c0ef18aa": function_d8b3ff,
    "d9f77029c1b1dae2": function_d9f770,
    "da4aa6c51d2f250a": function_da4aa6,
    "da9191239aad4cfc": function_da9191,
    "db6f7ce9624d53eb": function_db6f7c,
    "dbf7c18ca8d6f3cd": function_dbf7c1,
    "dc7d6995b32a34bf": function_dc7d69,
    "dd7561e04f76604d": function_dd7561,
    "de74714b4c88ffea": function_de7471,
    "e51d6560453e90bd": function_e51d65,
    "eb3429bad22ceeb8": function_eb3429,
    "ee2b12cf649429cb": function_ee2b12,
    "ef5910b13f97fb99": function_ef5910,
    "f0e3b1ee6da981e7": function_f0e3b1,
    "f1bfcf264b75494d": function_f1bfcf,
    "f2b504ca463eb7b6": function_f2b504,
    "f4feccf993107619": function_f4fecc,
    "f584dbf8aae7503a": function_f584db,
    "f880f36129a3acd7": function_f880f3,
    "faba2a1ec0ca9487": function_faba2a,
    "fb620e6644f3cbc6": function_fb620e,
    "ffa1aa7c3fe6a2ff": function_ffa1aa,
    "ffb3e3fd6dedaf0c": function_ffb3e3,
})
