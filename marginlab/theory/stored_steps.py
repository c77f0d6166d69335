"""What sympy derived for the ladders alone. Written by the build, never edited.

Only a ladder loads it: pictures, accounts and checks do without.
"""

from __future__ import annotations

from math import inf

from marginlab.theory.conditions import N
from marginlab.theory.given import look_closer
from marginlab.theory.stored import FORMULAS, FUNCTIONS, Stored


# chance of chance*liquidation_price + (1 - chance)*mark_price = entry_price
def chance_74d0db(mark_price: N, liquidation_price: N, entry_price: N) -> N:
    try:
        good = (0 < mark_price < inf) and (-inf < liquidation_price < inf) and (0 < entry_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price + mark_price)/(-liquidation_price + mark_price)


# distance of 1/leverage - distance = (mmr + fee_rate)*(1 - distance)
def distance_829c5a(leverage: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < leverage < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (fee_rate*leverage + leverage*mmr - 1)/(fee_rate*leverage + leverage*mmr - leverage)


# distance of 1/leverage - distance = 0
def distance_ea0d6c(leverage: N) -> N:
    try:
        good = (0 < leverage < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return 1/leverage


# distance of 1/leverage - distance = mmr + fee_rate
def distance_6008c7(leverage: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < leverage < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-fee_rate*leverage - leverage*mmr + 1)/leverage


# distance of 1/leverage - distance = mmr*(1 - distance)
def distance_c9c479(leverage: N, mmr: N) -> N:
    try:
        good = (0 < leverage < inf) and (0 <= mmr < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (leverage*mmr - 1)/(leverage*mmr - leverage)


# distance of wallet_balance + side*position_value*(1 - side*distance - 1) = -(position_value*(1 - side*distance)*(mmr + fee_rate) - 0), side -1
def distance_57d8d8(wallet_balance: N, position_value: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < position_value < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-fee_rate*position_value - mmr*position_value - wallet_balance)/(fee_rate*position_value + mmr*position_value - position_value)


# distance of wallet_balance + side*position_value*(1 - side*distance - 1) = 0, side -1
def distance_bc0e84(wallet_balance: N, position_value: N) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < position_value < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return wallet_balance/position_value


# distance of wallet_balance + side*position_value*(1 - side*distance - 1) = position_value*(1 - side*distance)*(mmr + fee_rate) - 0, side -1
def distance_047357(wallet_balance: N, position_value: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < position_value < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-fee_rate*position_value - mmr*position_value + wallet_balance)/(fee_rate*position_value + mmr*position_value + position_value)


# distance of wallet_balance + side*position_value*(1 - side*distance - 1) = position_value*(1 - side*distance)*(mmr + fee_rate) - 0, side 1
def distance_7b7198(wallet_balance: N, position_value: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < position_value < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (fee_rate*position_value + mmr*position_value - wallet_balance)/(fee_rate*position_value + mmr*position_value - position_value)


# distance of wallet_balance + side*position_value*(1 - side*distance - 1) = position_value*1*(mmr + fee_rate) - 0, side -1
def distance_afc1c2(wallet_balance: N, position_value: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < position_value < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-fee_rate*position_value - mmr*position_value + wallet_balance)/position_value


# entry_price of -side*size*(mark_price - entry_price) = size*entry_price*fee_rate + size*mark_price*fee_rate, side 1
def entry_price_2d4d33(mark_price: N, fee_rate: N) -> N:
    try:
        good = (0 < mark_price < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-fee_rate*mark_price - mark_price)/(fee_rate - 1)


# entry_price of side*size*(mark_price - entry_price) = (size*entry_price*fee_rate + size*mark_price*fee_rate)/leverage, side 1
def entry_price_39f46c(mark_price: N, fee_rate: N, leverage: N) -> N:
    try:
        good = (0 < mark_price < inf) and (0 <= fee_rate < 1) and (0 < leverage < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-fee_rate*mark_price + leverage*mark_price)/(fee_rate + leverage)


# entry_price of side*size*(mark_price - entry_price) = size*entry_price*fee_rate + size*mark_price*fee_rate, side 1
def entry_price_db2b0a(mark_price: N, fee_rate: N) -> N:
    try:
        good = (0 < mark_price < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-fee_rate*mark_price + mark_price)/(fee_rate + 1)


# entry_price of side*size*(mark_price - entry_price) = size*entry_price*fee_rate, side 1
def entry_price_02fbe7(mark_price: N, fee_rate: N) -> N:
    try:
        good = (0 < mark_price < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return mark_price/(fee_rate + 1)


# intervals of collateral - intervals*(side*(size*entry_price)*funding_rate) + side*size*(entry_price - entry_price) = 0, side 1
def intervals_9e51d0(size: N, entry_price: N, collateral: N, funding_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return collateral/(entry_price*funding_rate*size)


# intervals of collateral - intervals*(side*(size*entry_price)*funding_rate) + side*size*(entry_price - entry_price) = size*entry_price*(mmr + fee_rate) - 0, side 1
def intervals_b36293(size: N, entry_price: N, collateral: N, funding_rate: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*fee_rate*size - entry_price*mmr*size)/(entry_price*funding_rate*size)


# intervals of collateral - intervals*(side*(size*entry_price)*funding_rate) + side*size*(entry_price - entry_price) = size*entry_price*mmr - offset, side 1, offset 0
def intervals_64bb5f(size: N, entry_price: N, collateral: N, funding_rate: N, mmr: N, fee_rate: N = 0) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*mmr*size)/(entry_price*funding_rate*size)


# intervals of collateral - intervals*side*collateral*funding_rate + side*size*(entry_price - entry_price) = size*entry_price*(mmr + fee_rate) - 0, side 1
def intervals_144da8(size: N, entry_price: N, collateral: N, funding_rate: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*fee_rate*size - entry_price*mmr*size)/(collateral*funding_rate)


# leverage of 1/leverage - distance = (mmr + fee_rate)*(1 + distance)
def leverage_38492d(distance: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < distance < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return 1/(distance*fee_rate + distance*mmr + distance + fee_rate + mmr)


# leverage of 1/leverage - distance = (mmr + fee_rate)*(1 - distance)
def leverage_1210ae(distance: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < distance < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -1/(distance*fee_rate + distance*mmr - distance - fee_rate - mmr)


# leverage of 1/leverage - distance = 0
def leverage_1a700f(distance: N) -> N:
    try:
        good = (-inf < distance < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return 1/distance


# leverage of 1/leverage - distance = mmr + fee_rate
def leverage_2e59c4(distance: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < distance < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return 1/(distance + fee_rate + mmr)


# leverage of size*entry_price/leverage + side*size*(mark_price - entry_price) = -(size*mark_price*(mmr + fee_rate) - 0), side 1
def leverage_da1463(entry_price: N, mark_price: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -entry_price/(-entry_price + fee_rate*mark_price + mark_price*mmr + mark_price)


# leverage of size*entry_price/leverage + side*size*(mark_price - entry_price) = 0, side 1
def leverage_499ab8(entry_price: N, mark_price: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price/(entry_price - mark_price)


# leverage of size*entry_price/leverage + side*size*(mark_price - entry_price) = size*entry_price*(mmr + fee_rate) - 0, side 1
def leverage_428c90(entry_price: N, mark_price: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price/(entry_price*fee_rate + entry_price*mmr + entry_price - mark_price)


# leverage of size*entry_price/leverage + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def leverage_fff016(entry_price: N, mark_price: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price/(entry_price + fee_rate*mark_price + mark_price*mmr - mark_price)


# leverage of size*entry_price/leverage + side*size*(mark_price - entry_price) = size*mark_price*mmr - offset, side 1, offset 0
def leverage_73456e(entry_price: N, mark_price: N, mmr: N, fee_rate: N = 0) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price/(entry_price + mark_price*mmr - mark_price)


# liquidation_price of (1 - chance)*liquidation_price + (1 - (1 - chance))*mark_price = entry_price
def liquidation_price_59a93b(chance: N, mark_price: N, entry_price: N) -> N:
    try:
        good = (0 <= chance <= 1) and (0 < mark_price < inf) and (0 < entry_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (chance*mark_price - entry_price)/(chance - 1)


# liquidation_price of chance*liquidation_price + (1 - chance)*mark_price = entry_price
def liquidation_price_f459d1(chance: N, mark_price: N, entry_price: N) -> N:
    try:
        good = (0 <= chance <= 1) and (0 < mark_price < inf) and (0 < entry_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (chance*mark_price + entry_price - mark_price)/chance


# mark_price of (1 - chance)*liquidation_price + (1 - (1 - chance))*mark_price = entry_price
def mark_price_ee30a5(chance: N, liquidation_price: N, entry_price: N) -> N:
    try:
        good = (0 <= chance <= 1) and (-inf < liquidation_price < inf) and (0 < entry_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (chance*liquidation_price + entry_price - liquidation_price)/chance


# mark_price of (1 - chance)*mark_price = entry_price
def mark_price_5b3770(chance: N, entry_price: N) -> N:
    try:
        good = (0 <= chance <= 1) and (0 < entry_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -entry_price/(chance - 1)


# mark_price of -side*size*(mark_price - entry_price) = size*entry_price*fee_rate + size*mark_price*fee_rate, side -1
def mark_price_918213(entry_price: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*fee_rate - entry_price)/(fee_rate - 1)


# mark_price of chance*liquidation_price + (1 - chance)*mark_price = entry_price
def mark_price_36f4a7(chance: N, liquidation_price: N, entry_price: N) -> N:
    try:
        good = (0 <= chance <= 1) and (-inf < liquidation_price < inf) and (0 < entry_price < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (chance*liquidation_price - entry_price)/(chance - 1)


# mark_price of collateral + -side*size*(1/entry_price - 1/mark_price) = size/mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_965cb8(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*fee_rate*size + entry_price*mmr*size + entry_price*size)/(collateral*entry_price + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = -(size/mark_price*(mmr + fee_rate) - 0), side -1
def mark_price_7a5e76(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*fee_rate*size + entry_price*mmr*size + entry_price*size)/(-collateral*entry_price + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = 0, side -1
def mark_price_2eceab(size: N, entry_price: N, collateral: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size/(-collateral*entry_price + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = size/mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_cd5f45(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*fee_rate*size - entry_price*mmr*size + entry_price*size)/(-collateral*entry_price + size)


# mark_price of collateral + side*size*(1/entry_price - 1/mark_price) = size/mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def mark_price_16583d(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*fee_rate*size + entry_price*mmr*size + entry_price*size)/(collateral*entry_price + size)


# mark_price of collateral + side*size*(mark_price - entry_price) = -(size*mark_price*(mmr + fee_rate) - 0), side -1
def mark_price_a58cab(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral - entry_price*size)/(fee_rate*size + mmr*size - size)


# mark_price of collateral + side*size*(mark_price - entry_price) = 0, side -1
def mark_price_58be40(size: N, entry_price: N, collateral: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*size)/size


# mark_price of collateral + side*size*(mark_price - entry_price) = size*entry_price*(mmr + fee_rate) - 0, side -1
def mark_price_52d036(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*fee_rate*size - entry_price*mmr*size + entry_price*size)/size


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - 0, side -1
def mark_price_865072(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*size)/(fee_rate*size + mmr*size + size)


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1
def mark_price_5797ab(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*size + offset)/(fee_rate*size + mmr*size + size)


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_5d8183(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*size)/(fee_rate*size + mmr*size + size)


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1
def mark_price_ed8a46(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*size + offset)/(fee_rate*size + mmr*size - size)


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*mmr - offset, side -1
def mark_price_f92be4(size: N, entry_price: N, collateral: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*size + offset)/(mmr*size + size)


# mark_price of collateral + side*size*(mark_price - entry_price) = size*mark_price*mmr - offset, side -1, offset 0
def mark_price_659395(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N = 0) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*size)/(mmr*size + size)


# mark_price of collateral + top_up + side*size*(mark_price - entry_price) = 0, side -1
def mark_price_1cf043(size: N, entry_price: N, collateral: N, top_up: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < top_up < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*size + top_up)/size


# mark_price of collateral + top_up + side*size*(mark_price - entry_price) = size*entry_price*(mmr + fee_rate) - 0, side -1
def mark_price_ff9297(size: N, entry_price: N, collateral: N, top_up: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < top_up < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*fee_rate*size - entry_price*mmr*size + entry_price*size + top_up)/size


# mark_price of collateral + top_up + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_f0ee4d(size: N, entry_price: N, collateral: N, top_up: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < top_up < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*size + top_up)/(fee_rate*size + mmr*size + size)


# mark_price of collateral + top_up + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def mark_price_0f1812(size: N, entry_price: N, collateral: N, top_up: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < top_up < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*size + top_up)/(fee_rate*size + mmr*size - size)


# mark_price of collateral - intervals*(side*(size*entry_price)*-funding_rate) + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_ad8c56(size: N, entry_price: N, collateral: N, funding_rate: N, intervals: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (-inf < intervals < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*funding_rate*intervals*size + entry_price*size)/(fee_rate*size + mmr*size + size)


# mark_price of collateral - intervals*(side*(size*entry_price)*funding_rate) + side*size*(mark_price - entry_price) = 0, side -1
def mark_price_d44a2f(size: N, entry_price: N, collateral: N, funding_rate: N, intervals: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (-inf < intervals < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*funding_rate*intervals*size + entry_price*size)/size


# mark_price of collateral - intervals*(side*(size*entry_price)*funding_rate) + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_894234(size: N, entry_price: N, collateral: N, funding_rate: N, intervals: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (-inf < intervals < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*funding_rate*intervals*size + entry_price*size)/(fee_rate*size + mmr*size + size)


# mark_price of collateral - intervals*(side*(size*entry_price)*funding_rate) + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def mark_price_033ebf(size: N, entry_price: N, collateral: N, funding_rate: N, intervals: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (-inf < intervals < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral - entry_price*funding_rate*intervals*size - entry_price*size)/(fee_rate*size + mmr*size - size)


# mark_price of collateral - intervals*side*collateral*funding_rate + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_53ef7b(size: N, entry_price: N, collateral: N, funding_rate: N, intervals: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < collateral < inf) and (-inf < funding_rate < inf) and (-inf < intervals < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral*funding_rate*intervals + collateral + entry_price*size)/(fee_rate*size + mmr*size + size)


# mark_price of side*size*(mark_price + side*gap - entry_price) = realized_pnl, side 1
def mark_price_06329d(size: N, entry_price: N, gap: N, realized_pnl: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < gap < inf) and (-inf < realized_pnl < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size - gap*size + realized_pnl)/size


# mark_price of side*size*(mark_price - entry_price) = (size*entry_price*fee_rate + size*mark_price*fee_rate)/leverage, side -1
def mark_price_9bf498(entry_price: N, fee_rate: N, leverage: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 <= fee_rate < 1) and (0 < leverage < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*fee_rate + entry_price*leverage)/(fee_rate + leverage)


# mark_price of side*size*(mark_price - entry_price) = realized_pnl, side 1
def mark_price_3c5fc7(size: N, entry_price: N, realized_pnl: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < realized_pnl < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size + realized_pnl)/size


# mark_price of side*size*(mark_price - entry_price) = size*entry_price*fee_rate + size*mark_price*fee_rate, side -1
def mark_price_9fee13(entry_price: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*fee_rate + entry_price)/(fee_rate + 1)


# mark_price of side*size*(mark_price - entry_price) = size*entry_price*fee_rate + size*mark_price*fee_rate, side 1
def mark_price_e4c98d(entry_price: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*fee_rate - entry_price)/(fee_rate - 1)


# mark_price of side*size*(mark_price - entry_price) = size*entry_price*fee_rate, side -1
def mark_price_a44c98(entry_price: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -entry_price*fee_rate + entry_price


# mark_price of side*size*(mark_price - side*gap - entry_price) = realized_pnl, side 1
def mark_price_6c50e2(size: N, entry_price: N, gap: N, realized_pnl: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < gap < inf) and (-inf < realized_pnl < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size + gap*size + realized_pnl)/size


# mark_price of top_up + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_1e6881(size: N, entry_price: N, top_up: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < top_up < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size + top_up)/(fee_rate*size + mmr*size + size)


# mark_price of wallet_balance + collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_ae96bd(size: N, entry_price: N, wallet_balance: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < wallet_balance < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + entry_price*size + wallet_balance)/(fee_rate*size + mmr*size + size)


# mark_price of wallet_balance + side*size*(mark_price - entry_price) = 0, side -1
def mark_price_bda2b7(size: N, entry_price: N, wallet_balance: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < wallet_balance < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size + wallet_balance)/size


# mark_price of wallet_balance + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_000700(size: N, entry_price: N, wallet_balance: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < wallet_balance < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (entry_price*size + wallet_balance)/(fee_rate*size + mmr*size + size)


# mark_price of wallet_balance + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def mark_price_898245(size: N, entry_price: N, wallet_balance: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < wallet_balance < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-entry_price*size + wallet_balance)/(fee_rate*size + mmr*size - size)


# mark_price of wallet_balance - collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side -1, offset 0
def mark_price_6f7bc8(size: N, entry_price: N, wallet_balance: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (-inf < wallet_balance < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral + entry_price*size + wallet_balance)/(fee_rate*size + mmr*size + size)


# position_value of wallet_balance + side*position_value*(1 - side*distance - 1) = -(position_value*(1 - side*distance)*(mmr + fee_rate) - 0), side 1
def position_value_815593(wallet_balance: N, distance: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < distance < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return wallet_balance/(distance*fee_rate + distance*mmr + distance - fee_rate - mmr)


# position_value of wallet_balance + side*position_value*(1 - side*distance - 1) = 0, side 1
def position_value_8d666b(wallet_balance: N, distance: N) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < distance < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return wallet_balance/distance


# position_value of wallet_balance + side*position_value*(1 - side*distance - 1) = position_value*(1 - side*distance)*(mmr + fee_rate) - 0, side 1
def position_value_8c55bc(wallet_balance: N, distance: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < distance < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -wallet_balance/(distance*fee_rate + distance*mmr - distance - fee_rate - mmr)


# position_value of wallet_balance + side*position_value*(1 - side*distance - 1) = position_value*1*(mmr + fee_rate) - 0, side 1
def position_value_f0415e(wallet_balance: N, distance: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (-inf < wallet_balance < inf) and (-inf < distance < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return wallet_balance/(distance + fee_rate + mmr)


# size of -(size*entry_price) = realized_pnl, side -1
def size_fb3abc(entry_price: N, realized_pnl: N) -> N:
    try:
        good = (0 < entry_price < inf) and (-inf < realized_pnl < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -realized_pnl/entry_price


# size of collateral + -side*size*(1/entry_price - 1/mark_price) = size/mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def size_9a95d8(entry_price: N, mark_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return collateral*entry_price*mark_price/(entry_price*fee_rate + entry_price*mmr - entry_price + mark_price)


# size of collateral + side*size*(1/entry_price - 1/mark_price) = 0, side 1
def size_7661e5(entry_price: N, mark_price: N, collateral: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return collateral*entry_price*mark_price/(entry_price - mark_price)


# size of collateral + side*size*(1/entry_price - 1/mark_price) = size/mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def size_d50fd9(entry_price: N, mark_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return collateral*entry_price*mark_price/(entry_price*fee_rate + entry_price*mmr + entry_price - mark_price)


# size of collateral + side*size*(mark_price - entry_price) = 0, side 1
def size_feee5d(entry_price: N, mark_price: N, collateral: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return collateral/(entry_price - mark_price)


# size of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - 0, side 1
def size_535540(entry_price: N, mark_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return collateral/(entry_price + fee_rate*mark_price + mark_price*mmr - mark_price)


# size of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1
def size_9bb3b1(entry_price: N, mark_price: N, collateral: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1) and (-inf < offset < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + offset)/(entry_price + fee_rate*mark_price + mark_price*mmr - mark_price)


# size of collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def size_483d26(entry_price: N, mark_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return collateral/(entry_price + fee_rate*mark_price + mark_price*mmr - mark_price)


# size of collateral + side*size*(mark_price - entry_price) = size*mark_price*mmr - offset, side 1
def size_c7c9a7(entry_price: N, mark_price: N, collateral: N, mmr: N, offset: N = 0, fee_rate: N = 0) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (-inf < offset < inf) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + offset)/(entry_price + mark_price*mmr - mark_price)


# size of side*size*(mark_price + side*gap - entry_price) = realized_pnl, side -1
def size_13831f(entry_price: N, mark_price: N, gap: N, realized_pnl: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < gap < inf) and (-inf < realized_pnl < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return realized_pnl/(entry_price + gap - mark_price)


# size of side*size*(mark_price - entry_price) = realized_pnl, side -1
def size_06e010(entry_price: N, mark_price: N, realized_pnl: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < realized_pnl < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return realized_pnl/(entry_price - mark_price)


# size of side*size*(mark_price - side*gap - entry_price) = realized_pnl, side -1
def size_a9d1d7(entry_price: N, mark_price: N, gap: N, realized_pnl: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < gap < inf) and (-inf < realized_pnl < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return realized_pnl/(entry_price - gap - mark_price)


# size of side*size*(mark_price - side*gap - entry_price) = realized_pnl, side 1
def size_e362c4(entry_price: N, mark_price: N, gap: N, realized_pnl: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < gap < inf) and (-inf < realized_pnl < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -realized_pnl/(entry_price + gap - mark_price)


# size of wallet_balance + collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def size_a28cc1(entry_price: N, mark_price: N, wallet_balance: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < wallet_balance < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (collateral + wallet_balance)/(entry_price + fee_rate*mark_price + mark_price*mmr - mark_price)


# size of wallet_balance + side*size*(mark_price - entry_price) = 0, side 1
def size_009fbf(entry_price: N, mark_price: N, wallet_balance: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < wallet_balance < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return wallet_balance/(entry_price - mark_price)


# size of wallet_balance + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def size_ba1f3a(entry_price: N, mark_price: N, wallet_balance: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < wallet_balance < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return wallet_balance/(entry_price + fee_rate*mark_price + mark_price*mmr - mark_price)


# size of wallet_balance - collateral + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def size_47cbbc(entry_price: N, mark_price: N, wallet_balance: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < wallet_balance < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return (-collateral + wallet_balance)/(entry_price + fee_rate*mark_price + mark_price*mmr - mark_price)


# top_up of collateral + top_up + side*size*(mark_price - entry_price) = 0, side 1
def top_up_82f9b0(size: N, entry_price: N, mark_price: N, collateral: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -collateral + entry_price*size - mark_price*size


# top_up of collateral + top_up + side*size*(mark_price - entry_price) = size*entry_price*(mmr + fee_rate) - 0, side 1
def top_up_89c416(size: N, entry_price: N, mark_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -collateral + entry_price*fee_rate*size + entry_price*mmr*size + entry_price*size - mark_price*size


# top_up of collateral + top_up + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def top_up_2983c6(size: N, entry_price: N, mark_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (-inf < collateral < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return -collateral + entry_price*size + fee_rate*mark_price*size + mark_price*mmr*size - mark_price*size


# top_up of top_up + side*size*(mark_price - entry_price) = size*mark_price*(mmr + fee_rate) - offset, side 1, offset 0
def top_up_99fa11(size: N, entry_price: N, mark_price: N, mmr: N, fee_rate: N) -> N:
    try:
        good = (0 < size < inf) and (0 < entry_price < inf) and (0 < mark_price < inf) and (0 <= mmr < 1) and (0 <= fee_rate < 1)
    except Exception:
        good = False
    if not good:
        look_closer(locals())
    return entry_price*size + fee_rate*mark_price*size + mark_price*mmr*size - mark_price*size


def function_068e7a(size: N, entry_price: N, collateral: N, wallet_balance: N, mmr: N, fee_rate: N) -> N:
    return size*(fee_rate + mmr) + size, collateral + entry_price*size


def function_09c03f(leverage: N, mmr: N, fee_rate: N) -> N:
    x0 = fee_rate + mmr
    return 1 - x0, -x0 + 1/leverage


def function_0b8370(wallet_balance: N, mmr: N, fee_rate: N, position_value: N) -> N:
    x0 = position_value*(fee_rate + mmr)
    return position_value - x0, wallet_balance + x0


def function_13012b(entry_price: N, liquidation_price: N, chance: N) -> N:
    return 1 - chance, -chance*liquidation_price + entry_price


def function_1a80b9(size: N, entry_price: N, collateral: N, wallet_balance: N, mmr: N, fee_rate: N) -> N:
    return size*(fee_rate + mmr) + size, entry_price*size + wallet_balance


def function_1d4668(size: N, entry_price: N, collateral: N, wallet_balance: N, mmr: N, fee_rate: N) -> N:
    return size, entry_price*size + wallet_balance


def function_21a5ea(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, funding_rate: N, intervals: N) -> N:
    x0 = entry_price*size
    return size*(fee_rate + mmr) + size, collateral + funding_rate*intervals*x0 + x0


def function_2c85ce(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, funding_rate: N, intervals: N) -> N:
    return size*(fee_rate + mmr) + size, collateral*funding_rate*intervals + collateral + entry_price*size


def function_2dd4a4(entry_price: N, liquidation_price: N, chance: N) -> N:
    return chance, chance*liquidation_price + entry_price - liquidation_price


def function_40af2b(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    return mmr*size + size, collateral + entry_price*size


def function_450de1(size: N, entry_price: N, leverage: N, fee_rate: N) -> N:
    x0 = fee_rate*size
    return size - x0, entry_price*size + entry_price*x0


def function_4e786d(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, funding_rate: N, intervals: N) -> N:
    x0 = entry_price*size
    return size, collateral + funding_rate*intervals*x0 + x0


def function_50b498(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N) -> N:
    return size*(fee_rate + mmr) + size, collateral + entry_price*size + offset


def function_602dc3(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    return collateral - size/entry_price, size*(fee_rate + mmr) - size


def function_69f432(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    return size, collateral + entry_price*size


def function_6e91a9(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, top_up: N) -> N:
    return size*(fee_rate + mmr) + size, collateral + entry_price*size + top_up


def function_6e9633(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    return collateral - size/entry_price, -size


def function_7b0bf4(entry_price: N, mark_price: N, realized_pnl: N, gap: N) -> N:
    return entry_price, -realized_pnl


def function_80e3a5(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N) -> N:
    return size*(fee_rate + mmr) + size, collateral + entry_price*size


def function_860abc(wallet_balance: N, mmr: N, fee_rate: N, position_value: N) -> N:
    return position_value, wallet_balance


def function_8625b7(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    return collateral + size/entry_price, size*(fee_rate + mmr) + size


def function_87f7a4(size: N, entry_price: N, leverage: N, fee_rate: N) -> N:
    return size, -entry_price*fee_rate*size + entry_price*size


def function_8975f3(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    return size*(fee_rate + mmr) + size, collateral + entry_price*size


def function_8a09ed(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    x0 = entry_price*size
    return size, collateral - x0*(fee_rate + mmr) + x0


def function_8b2c41(size: N, entry_price: N, leverage: N, fee_rate: N) -> N:
    x0 = fee_rate*size
    return size + x0, entry_price*size - entry_price*x0


def function_8c5ded(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, funding_rate: N, intervals: N) -> N:
    x0 = entry_price*size
    return size*(fee_rate + mmr) + size, collateral - funding_rate*intervals*x0 + x0


def function_8e136f(entry_price: N, mark_price: N, realized_pnl: N, gap: N) -> N:
    return entry_price - gap - mark_price, realized_pnl


def function_922d5f(entry_price: N, liquidation_price: N, chance: N) -> N:
    return 1 - chance, entry_price


def function_943127(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    return collateral - size/entry_price, -size*(fee_rate + mmr) - size


def function_99fe73(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, top_up: N) -> N:
    x0 = entry_price*size
    return size, collateral + top_up - x0*(fee_rate + mmr) + x0


def function_9a5785(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N) -> N:
    return -size*(fee_rate + mmr) + size, collateral + entry_price*size


def function_9c5dd0(size: N, entry_price: N, leverage: N, fee_rate: N) -> N:
    x0 = fee_rate/leverage
    return size*x0 + size, -entry_price*size*x0 + entry_price*size


def function_ab3627(size: N, entry_price: N, collateral: N, wallet_balance: N, mmr: N, fee_rate: N) -> N:
    return size*(fee_rate + mmr) + size, collateral + entry_price*size + wallet_balance


def function_b03a62(size: N, entry_price: N, collateral: N, wallet_balance: N, mmr: N, fee_rate: N) -> N:
    return size*(fee_rate + mmr) + size, -collateral + entry_price*size + wallet_balance


def function_b465e2(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N) -> N:
    return size, collateral + entry_price*size


def function_c2e4f0(entry_price: N, mark_price: N, realized_pnl: N, gap: N) -> N:
    return entry_price + gap - mark_price, realized_pnl


def function_c40926(entry_price: N, mark_price: N, realized_pnl: N, gap: N) -> N:
    return entry_price - mark_price, realized_pnl


def function_c8e914(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, top_up: N) -> N:
    return size, collateral + entry_price*size + top_up


def function_d0c9b6(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, offset: N) -> N:
    return mmr*size + size, collateral + entry_price*size + offset


def function_e73a0b(leverage: N, mmr: N, fee_rate: N) -> N:
    return 1 - mmr, -mmr + 1/leverage


def function_f363d5(wallet_balance: N, mmr: N, fee_rate: N, position_value: N) -> N:
    return position_value, -position_value*(fee_rate + mmr) + wallet_balance


def function_f51eed(wallet_balance: N, mmr: N, fee_rate: N, position_value: N) -> N:
    x0 = position_value*(fee_rate + mmr)
    return position_value + x0, wallet_balance - x0


def function_fc311b(size: N, entry_price: N, collateral: N, mmr: N, fee_rate: N, top_up: N) -> N:
    return size*(fee_rate + mmr) + size, entry_price*size + top_up


FORMULAS.update({
    "74d0dbc2642cfd95": Stored(('mark_price', 'liquidation_price', 'entry_price'), '\\frac{P - E}{P - P_{\\mathrm{liq}}}', chance_74d0db, (('What is true at that moment', 'P\\,(1 - p) + P_{\\mathrm{liq}} p = E', 'P*(1 - p) + Pliq*p = E'), ('Gather what holds p on one side', 'p \\cdot (P_{\\mathrm{liq}} - P) = E - P', 'p*(-P + Pliq) = E - P'), ('Divide', 'p = \\frac{P - E}{P - P_{\\mathrm{liq}}}', 'p = (-E + P)/(P - Pliq)'))),
    "829c5aa71806a287": Stored(('leverage', 'mmr', 'fee_rate'), '\\frac{1/L-\\kappa}{1-\\kappa}', distance_829c5a, (('What is true at that moment', '\\frac{1}{L} - x = \\kappa - \\kappa x', '-x + 1/L = -kappa*x + kappa'), ('Gather what holds x on one side', 'x \\cdot (1-\\kappa) = 1/L-\\kappa', 'x*(1 - kappa) = -(L*kappa - 1)/L'), ('Divide', 'x = \\frac{1/L-\\kappa}{1-\\kappa}', 'x = (L*kappa - 1)/(L*kappa - L)'))),
    "ea0d6c969fe5bfbb": Stored(('leverage',), '\\frac{1}{L}', distance_ea0d6c, (('What is true at that moment', '\\frac{1}{L} - x = 0', '-x + 1/L = 0'), ('Leave it alone on its side', 'x = \\frac{1}{L}', 'x = 1/L'))),
    "6008c796f9c4c621": Stored(('leverage', 'mmr', 'fee_rate'), '1/L-\\kappa', distance_6008c7, (('What is true at that moment', '\\frac{1}{L} - x = \\kappa', '-x + 1/L = kappa'), ('Leave it alone on its side', 'x = 1/L-\\kappa', 'x = (-L*kappa + 1)/L'))),
    "c9c479134dea83a4": Stored(('leverage', 'mmr'), '\\frac{1/L-m}{1-m}', distance_c9c479, (('What is true at that moment', '\\frac{1}{L} - x = m\\,(1-x)', '-x + 1/L = m*(1 - x)'), ('Gather what holds x on one side', 'x \\cdot (1-m) = 1/L-m', 'x*(1 - m) = -(L*m - 1)/L'), ('Divide', 'x = \\frac{1/L-m}{1-m}', 'x = (L*m - 1)/(L*m - L)'))),
    "57d8d817afcae66a": Stored(('wallet_balance', 'position_value', 'mmr', 'fee_rate'), '\\frac{W + \\kappa V}{V\\,(1-\\kappa)}', distance_57d8d8, (('What is true at that moment', 'W - x V = -\\kappa V - \\kappa x V', '-V*x + W = -V*kappa*x - V*kappa'), ('Gather what holds x on one side', 'x \\cdot V\\,(1-\\kappa) = W + \\kappa V', 'x*(-V*(kappa - 1)) = V*kappa + W'), ('Divide', 'x = \\frac{W + \\kappa V}{V\\,(1-\\kappa)}', 'x = (-V*kappa - W)/(V*kappa - V)'))),
    "bc0e84510ac74e02": Stored(('wallet_balance', 'position_value'), '\\frac{W}{V}', distance_bc0e84, (('What is true at that moment', 'W - x V = 0', '-V*x + W = 0'), ('Gather what holds x on one side', 'x \\cdot V = W', 'x*(V) = W'), ('Divide', 'x = \\frac{W}{V}', 'x = W/V'))),
    "0473571dc03be2e4": Stored(('wallet_balance', 'position_value', 'mmr', 'fee_rate'), '\\frac{W - \\kappa V}{V\\,(1+\\kappa)}', distance_047357, (('What is true at that moment', 'W - x V = \\kappa V + \\kappa x V', '-V*x + W = V*kappa*x + V*kappa'), ('Gather what holds x on one side', 'x \\cdot V\\,(1+\\kappa) = W - \\kappa V', 'x*(V*(kappa + 1)) = -V*kappa + W'), ('Divide', 'x = \\frac{W - \\kappa V}{V\\,(1+\\kappa)}', 'x = (-V*kappa + W)/(V*kappa + V)'))),
    "7b71988f9ff00b1e": Stored(('wallet_balance', 'position_value', 'mmr', 'fee_rate'), '\\frac{W - \\kappa V}{V\\,(1-\\kappa)}', distance_7b7198, (('What is true at that moment', 'W - x V = \\kappa V - \\kappa x V', '-V*x + W = -V*kappa*x + V*kappa'), ('Gather what holds x on one side', 'x \\cdot V\\,(1-\\kappa) = W - \\kappa V', 'x*(-V*(kappa - 1)) = -V*kappa + W'), ('Divide', 'x = \\frac{W - \\kappa V}{V\\,(1-\\kappa)}', 'x = (V*kappa - W)/(V*kappa - V)'))),
    "afc1c22a3ca3f7c7": Stored(('wallet_balance', 'position_value', 'mmr', 'fee_rate'), '\\frac{W - \\kappa V}{V}', distance_afc1c2, (('What is true at that moment', 'W - x V = \\kappa V', '-V*x + W = V*kappa'), ('Gather what holds x on one side', 'x \\cdot V = W - \\kappa V', 'x*(V) = -V*kappa + W'), ('Divide', 'x = \\frac{W - \\kappa V}{V}', 'x = (-V*kappa + W)/V'))),
    "2d4d3316e20ad7ad": Stored(('mark_price', 'fee_rate'), 'P\\,\\frac{1+f}{1-f}', entry_price_2d4d33),
    "39f46c17be4dfe51": Stored(('mark_price', 'fee_rate', 'leverage'), 'P\\,\\frac{L-f}{L+f}', entry_price_39f46c),
    "db2b0adbd30bab0b": Stored(('mark_price', 'fee_rate'), 'P\\,\\frac{1-f}{1+f}', entry_price_db2b0a, (('What is true at that moment', 'q\\,(P - E) = f q E + f q P', 'q*(-E + P) = E*f*q + P*f*q'), ('Gather what holds E on one side', 'E \\cdot q\\,(1+f) = q P\\,(1-f)', 'E*(q*(f + 1)) = -P*q*(f - 1)'), ('Divide', 'E = P\\,\\frac{1-f}{1+f}', 'E = (-P*f + P)/(f + 1)'))),
    "02fbe7c0748b660f": Stored(('mark_price', 'fee_rate'), '\\frac{P}{1+f}', entry_price_02fbe7),
    "9e51d030130331c7": Stored(('size', 'entry_price', 'collateral', 'funding_rate'), '\\frac{M}{r q E}', intervals_9e51d0),
    "b362936f6f588ef0": Stored(('size', 'entry_price', 'collateral', 'funding_rate', 'mmr', 'fee_rate'), '\\frac{M/E - \\kappa q}{r q}', intervals_b36293, (('What is true at that moment', 'M - n r q E = \\kappa q E', '-E*n*q*r + M = E*kappa*q'), ('Gather what holds n on one side', 'n \\cdot (r q E) = M - \\kappa q E', 'n*(E*q*r) = -E*kappa*q + M'), ('Divide', 'n = \\frac{M/E - \\kappa q}{r q}', 'n = (-E*kappa*q + M)/(E*q*r)'))),
    "64bb5fc39e186df4": Stored(('size', 'entry_price', 'collateral', 'funding_rate', 'mmr'), '\\frac{M/E - m q}{r q}', intervals_64bb5f),
    "144da87c3d9ce8a7": Stored(('size', 'entry_price', 'collateral', 'funding_rate', 'mmr', 'fee_rate'), '\\frac{M - \\kappa q E}{r M}', intervals_144da8),
    "38492d299c82c560": Stored(('distance', 'mmr', 'fee_rate'), '\\frac{1}{(1+\\kappa)\\,(1+x)-1}', leverage_38492d, (('What is true at that moment', '\\frac{1}{L} - x = \\kappa + \\kappa x', '-x + 1/L = kappa*x + kappa'), ('Multiply by L, and gather what holds it on one side', 'L \\cdot ((1+\\kappa)\\,(1+x)-1) = 1', 'L*(kappa*x + kappa + x) = 1'), ('Divide', 'L = \\frac{1}{(1+\\kappa)\\,(1+x)-1}', 'L = 1/(kappa*x + kappa + x)'))),
    "1210aeb817bed510": Stored(('distance', 'mmr', 'fee_rate'), '\\frac{1}{1-(1-\\kappa)\\,(1-x)}', leverage_1210ae, (('What is true at that moment', '\\frac{1}{L} - x = \\kappa - \\kappa x', '-x + 1/L = -kappa*x + kappa'), ('Multiply by L, and gather what holds it on one side', 'L \\cdot (1-(1-\\kappa)\\,(1-x)) = 1', 'L*(-kappa*x + kappa + x) = 1'), ('Divide', 'L = \\frac{1}{1-(1-\\kappa)\\,(1-x)}', 'L = -1/(kappa*x - kappa - x)'))),
    "1a700fb2afe5acab": Stored(('distance',), '\\frac{1}{x}', leverage_1a700f),
    "2e59c48a58f34801": Stored(('distance', 'mmr', 'fee_rate'), '\\frac{1}{x+\\kappa}', leverage_2e59c4),
    "da146372fd715ea2": Stored(('entry_price', 'mark_price', 'mmr', 'fee_rate'), '\\frac{E}{E - P - \\kappa P}', leverage_da1463),
    "499ab84f5a34b78b": Stored(('entry_price', 'mark_price'), '\\frac{1}{1 - P/E}', leverage_499ab8),
    "428c90aa4f6728d6": Stored(('entry_price', 'mark_price', 'mmr', 'fee_rate'), '\\frac{1}{1 + \\kappa - P/E}', leverage_428c90),
    "fff0168c2f198d19": Stored(('entry_price', 'mark_price', 'mmr', 'fee_rate'), '\\frac{E}{E + \\kappa P - P}', leverage_fff016, (('What is true at that moment', 'q\\,(P - E) + \\frac{q E}{L} = \\kappa q P', 'E*q/L + q*(-E + P) = P*kappa*q'), ('Multiply by L, and gather what holds it on one side', 'L \\cdot q\\,(P - E - \\kappa P) = -q E', 'L*(-q*(E + P*kappa - P)) = -E*q'), ('Divide', 'L = \\frac{E}{E + \\kappa P - P}', 'L = E/(E + P*kappa - P)'))),
    "73456eb8d720ce6d": Stored(('entry_price', 'mark_price', 'mmr'), '\\frac{E}{E + m P - P}', leverage_73456e),
    "59a93babe52e5b31": Stored(('chance', 'mark_price', 'entry_price'), '\\frac{E - P p}{1 - p}', liquidation_price_59a93b),
    "f459d1844b7f2a0f": Stored(('chance', 'mark_price', 'entry_price'), '\\frac{E + P p - P}{p}', liquidation_price_f459d1, (('What is true at that moment', 'P\\,(1 - p) + P_{\\mathrm{liq}} p = E', 'P*(1 - p) + Pliq*p = E'), ('Gather what holds Pliq on one side', 'P_{\\mathrm{liq}} \\cdot p = E + P p - P', 'Pliq*(p) = E + P*p - P'), ('Divide', 'P_{\\mathrm{liq}} = \\frac{E + P p - P}{p}', 'Pliq = (E + P*p - P)/p'))),
    "ee30a541627cb0f5": Stored(('chance', 'liquidation_price', 'entry_price'), '\\frac{E + P_{\\mathrm{liq}} p - P_{\\mathrm{liq}}}{p}', mark_price_ee30a5, (('What is true at that moment', 'P p + P_{\\mathrm{liq}}\\,(1 - p) = E', 'P*p + Pliq*(1 - p) = E'), ('Gather what holds P on one side', 'P \\cdot p = E + P_{\\mathrm{liq}} p - P_{\\mathrm{liq}}', 'P*(p) = E + Pliq*p - Pliq'), ('Divide', 'P = \\frac{E + P_{\\mathrm{liq}} p - P_{\\mathrm{liq}}}{p}', 'P = (E + Pliq*p - Pliq)/p'))),
    "5b3770a816740e38": Stored(('chance', 'entry_price'), '\\frac{E}{1 - p}', mark_price_5b3770, (('What is true at that moment', 'P\\,(1 - p) = E', 'P*(1 - p) = E'), ('Gather what holds P on one side', 'P \\cdot (1 - p) = E', 'P*(1 - p) = E'), ('Divide', 'P = \\frac{E}{1 - p}', 'P = -E/(p - 1)'))),
    "9182139cc8bd31cd": Stored(('entry_price', 'fee_rate'), 'E\\,\\frac{1+f}{1-f}', mark_price_918213, (('What is true at that moment', 'q\\,(P - E) = f q E + f q P', 'q*(-E + P) = E*f*q + P*f*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1-f) = q E\\,(1+f)', 'P*(-q*(f - 1)) = E*q*(f + 1)'), ('Divide', 'P = E\\,\\frac{1+f}{1-f}', 'P = (-E*f - E)/(f - 1)'))),
    "36f4a7debd888bb8": Stored(('chance', 'liquidation_price', 'entry_price'), '\\frac{E - P_{\\mathrm{liq}} p}{1 - p}', mark_price_36f4a7, (('What is true at that moment', 'P\\,(1 - p) + P_{\\mathrm{liq}} p = E', 'P*(1 - p) + Pliq*p = E'), ('Gather what holds P on one side', 'P \\cdot (1 - p) = E - P_{\\mathrm{liq}} p', 'P*(1 - p) = E - Pliq*p'), ('Divide', 'P = \\frac{E - P_{\\mathrm{liq}} p}{1 - p}', 'P = (-E + Pliq*p)/(p - 1)'))),
    "965cb8aacd006cda": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q\\,(1+\\kappa)}{M + q/E}', mark_price_965cb8, (('What is true at that moment', 'M + \\frac{q\\,(P/E - 1)}{P} = \\frac{\\kappa q}{P}', 'M + q*(-1/P + 1/E) = kappa*q/P'), ('Multiply by P, and gather what holds it on one side', 'P \\cdot (M + q/E) = q\\,(1+\\kappa)', 'P*((E*M + q)/E) = q*(kappa + 1)'), ('Divide', 'P = \\frac{q\\,(1+\\kappa)}{M + q/E}', 'P = (E*kappa*q + E*q)/(E*M + q)'))),
    "7a5e76ecaabeb84b": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q\\,(1+\\kappa)}{q/E - M}', mark_price_7a5e76, (('What is true at that moment', 'M + \\frac{q\\,(1 - P/E)}{P} = -\\frac{\\kappa q}{P}', 'M - q*(-1/P + 1/E) = -kappa*q/P'), ('Multiply by P, and gather what holds it on one side', 'P \\cdot (M - q/E) = -q\\,(1+\\kappa)', 'P*(-(-E*M + q)/E) = -q*(kappa + 1)'), ('Divide', 'P = \\frac{q\\,(1+\\kappa)}{q/E - M}', 'P = (E*kappa*q + E*q)/(-E*M + q)'))),
    "2eceaba224293144": Stored(('size', 'entry_price', 'collateral'), '\\frac{q}{q/E - M}', mark_price_2eceab, (('What is true at that moment', 'M + \\frac{q\\,(1 - P/E)}{P} = 0', 'M - q*(-1/P + 1/E) = 0'), ('Multiply by P, and gather what holds it on one side', 'P \\cdot (M - q/E) = -q', 'P*(-(-E*M + q)/E) = -q'), ('Divide', 'P = \\frac{q}{q/E - M}', 'P = E*q/(-E*M + q)'))),
    "cd5f4570f8e05249": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q\\,(1-\\kappa)}{q/E - M}', mark_price_cd5f45, (('What is true at that moment', 'M + \\frac{q\\,(1 - P/E)}{P} = \\frac{\\kappa q}{P}', 'M - q*(-1/P + 1/E) = kappa*q/P'), ('Multiply by P, and gather what holds it on one side', 'P \\cdot (M - q/E) = q\\,(\\kappa-1)', 'P*(-(-E*M + q)/E) = q*(kappa - 1)'), ('Divide', 'P = \\frac{q\\,(1-\\kappa)}{q/E - M}', 'P = (-E*kappa*q + E*q)/(-E*M + q)'))),
    "16583d429e5c3507": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q\\,(1+\\kappa)}{M + q/E}', mark_price_16583d, (('What is true at that moment', 'M + \\frac{q\\,(P/E - 1)}{P} = \\frac{\\kappa q}{P}', 'M + q*(-1/P + 1/E) = kappa*q/P'), ('Multiply by P, and gather what holds it on one side', 'P \\cdot (M + q/E) = q\\,(1+\\kappa)', 'P*((E*M + q)/E) = q*(kappa + 1)'), ('Divide', 'P = \\frac{q\\,(1+\\kappa)}{M + q/E}', 'P = (E*kappa*q + E*q)/(E*M + q)'))),
    "a58cab440b6e4c8c": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q E + M}{q\\,(1-\\kappa)}', mark_price_a58cab, (('What is true at that moment', 'M + q\\,(E - P) = -\\kappa q P', 'M - q*(-E + P) = -P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1-\\kappa) = q E + M', 'P*(-q*(kappa - 1)) = E*q + M'), ('Divide', 'P = \\frac{q E + M}{q\\,(1-\\kappa)}', 'P = (-E*q - M)/(kappa*q - q)'))),
    "58be402e82f4966c": Stored(('size', 'entry_price', 'collateral'), '\\frac{q E + M}{q}', mark_price_58be40, (('What is true at that moment', 'M + q\\,(E - P) = 0', 'M - q*(-E + P) = 0'), ('Gather what holds P on one side', 'P \\cdot q = q E + M', 'P*(q) = E*q + M'), ('Divide', 'P = \\frac{q E + M}{q}', 'P = (E*q + M)/q'))),
    "52d036d25c6d838b": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q E + M - \\kappa q E}{q}', mark_price_52d036, (('What is true at that moment', 'M + q\\,(E - P) = \\kappa q E', 'M - q*(-E + P) = E*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q = q E + M - \\kappa q E', 'P*(q) = -E*kappa*q + E*q + M'), ('Divide', 'P = \\frac{q E + M - \\kappa q E}{q}', 'P = (-E*kappa*q + E*q + M)/q'))),
    "865072bb05aad780": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q E + M}{q\\,(1+\\kappa)}', mark_price_865072, (('What is true at that moment', 'M + q\\,(E - P) = \\kappa q P', 'M - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + M', 'P*(q*(kappa + 1)) = E*q + M'), ('Divide', 'P = \\frac{q E + M}{q\\,(1+\\kappa)}', 'P = (E*q + M)/(kappa*q + q)'))),
    "5797abd433413e71": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate', 'offset'), '\\frac{q E + M + A}{q\\,(1+\\kappa)}', mark_price_5797ab, (('What is true at that moment', 'M + q\\,(E - P) = \\kappa q P - A', 'M - q*(-E + P) = -A + P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + M + A', 'P*(q*(kappa + 1)) = A + E*q + M'), ('Divide', 'P = \\frac{q E + M + A}{q\\,(1+\\kappa)}', 'P = (A + E*q + M)/(kappa*q + q)'))),
    "5d818395de7ca138": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{q E + M}{q\\,(1+\\kappa)}', mark_price_5d8183, (('What is true at that moment', 'M + q\\,(E - P) = \\kappa q P', 'M - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + M', 'P*(q*(kappa + 1)) = E*q + M'), ('Divide', 'P = \\frac{q E + M}{q\\,(1+\\kappa)}', 'P = (E*q + M)/(kappa*q + q)'))),
    "ed8a46f126cf3370": Stored(('size', 'entry_price', 'collateral', 'mmr', 'fee_rate', 'offset'), '\\frac{q E - M - A}{q\\,(1-\\kappa)}', mark_price_ed8a46, (('What is true at that moment', 'M + q\\,(P - E) = \\kappa q P - A', 'M + q*(-E + P) = -A + P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1-\\kappa) = q E - M - A', 'P*(-q*(kappa - 1)) = -A + E*q - M'), ('Divide', 'P = \\frac{q E - M - A}{q\\,(1-\\kappa)}', 'P = (A - E*q + M)/(kappa*q - q)'))),
    "f92be468e3b26ac4": Stored(('size', 'entry_price', 'collateral', 'mmr', 'offset'), '\\frac{q E + M + A}{q\\,(1+m)}', mark_price_f92be4, (('What is true at that moment', 'M + q\\,(E - P) = m q P - A', 'M - q*(-E + P) = -A + P*m*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+m) = q E + M + A', 'P*(q*(m + 1)) = A + E*q + M'), ('Divide', 'P = \\frac{q E + M + A}{q\\,(1+m)}', 'P = (A + E*q + M)/(m*q + q)'))),
    "6593951496c1fbe2": Stored(('size', 'entry_price', 'collateral', 'mmr'), '\\frac{q E + M}{q\\,(1+m)}', mark_price_659395, (('What is true at that moment', 'M + q\\,(E - P) = m q P', 'M - q*(-E + P) = P*m*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+m) = q E + M', 'P*(q*(m + 1)) = E*q + M'), ('Divide', 'P = \\frac{q E + M}{q\\,(1+m)}', 'P = (E*q + M)/(m*q + q)'))),
    "1cf043e101350c78": Stored(('size', 'entry_price', 'collateral', 'top_up'), '\\frac{q E + M + a}{q}', mark_price_1cf043, (('What is true at that moment', 'M + a + q\\,(E - P) = 0', 'M + a - q*(-E + P) = 0'), ('Gather what holds P on one side', 'P \\cdot q = q E + M + a', 'P*(q) = E*q + M + a'), ('Divide', 'P = \\frac{q E + M + a}{q}', 'P = (E*q + M + a)/q'))),
    "ff929773ab0908d0": Stored(('size', 'entry_price', 'collateral', 'top_up', 'mmr', 'fee_rate'), '\\frac{q E + M + a - \\kappa q E}{q}', mark_price_ff9297, (('What is true at that moment', 'M + a + q\\,(E - P) = \\kappa q E', 'M + a - q*(-E + P) = E*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q = q E + M + a - \\kappa q E', 'P*(q) = -E*kappa*q + E*q + M + a'), ('Divide', 'P = \\frac{q E + M + a - \\kappa q E}{q}', 'P = (-E*kappa*q + E*q + M + a)/q'))),
    "f0ee4d8d8bedb5ed": Stored(('size', 'entry_price', 'collateral', 'top_up', 'mmr', 'fee_rate'), '\\frac{q E + M + a}{q\\,(1+\\kappa)}', mark_price_f0ee4d, (('What is true at that moment', 'M + a + q\\,(E - P) = \\kappa q P', 'M + a - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + M + a', 'P*(q*(kappa + 1)) = E*q + M + a'), ('Divide', 'P = \\frac{q E + M + a}{q\\,(1+\\kappa)}', 'P = (E*q + M + a)/(kappa*q + q)'))),
    "0f18120281e16bb6": Stored(('size', 'entry_price', 'collateral', 'top_up', 'mmr', 'fee_rate'), '\\frac{q E - M - a}{q\\,(1-\\kappa)}', mark_price_0f1812, (('What is true at that moment', 'M + a + q\\,(P - E) = \\kappa q P', 'M + a + q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1-\\kappa) = q E - M - a', 'P*(-q*(kappa - 1)) = E*q - M - a'), ('Divide', 'P = \\frac{q E - M - a}{q\\,(1-\\kappa)}', 'P = (-E*q + M + a)/(kappa*q - q)'))),
    "ad8c56fd3c937398": Stored(('size', 'entry_price', 'collateral', 'funding_rate', 'intervals', 'mmr', 'fee_rate'), '\\frac{q E + M - n r q E}{q\\,(1+\\kappa)}', mark_price_ad8c56, (('What is true at that moment', 'M + q\\,(E - P) - n r q E = \\kappa q P', '-E*n*q*r + M - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + M - n r q E', 'P*(q*(kappa + 1)) = -E*n*q*r + E*q + M'), ('Divide', 'P = \\frac{q E + M - n r q E}{q\\,(1+\\kappa)}', 'P = (-E*n*q*r + E*q + M)/(kappa*q + q)'))),
    "d44a2fc991a5429e": Stored(('size', 'entry_price', 'collateral', 'funding_rate', 'intervals'), '\\frac{n r q E + q E + M}{q}', mark_price_d44a2f, (('What is true at that moment', 'M + n r q E + q\\,(E - P) = 0', 'E*n*q*r + M - q*(-E + P) = 0'), ('Gather what holds P on one side', 'P \\cdot q = n r q E + q E + M', 'P*(q) = E*n*q*r + E*q + M'), ('Divide', 'P = \\frac{n r q E + q E + M}{q}', 'P = (E*n*q*r + E*q + M)/q'))),
    "894234714ff54e18": Stored(('size', 'entry_price', 'collateral', 'funding_rate', 'intervals', 'mmr', 'fee_rate'), '\\frac{n r q E + q E + M}{q\\,(1+\\kappa)}', mark_price_894234, (('What is true at that moment', 'M + n r q E + q\\,(E - P) = \\kappa q P', 'E*n*q*r + M - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = n r q E + q E + M', 'P*(q*(kappa + 1)) = E*n*q*r + E*q + M'), ('Divide', 'P = \\frac{n r q E + q E + M}{q\\,(1+\\kappa)}', 'P = (E*n*q*r + E*q + M)/(kappa*q + q)'))),
    "033ebf2e5be4ab81": Stored(('size', 'entry_price', 'collateral', 'funding_rate', 'intervals', 'mmr', 'fee_rate'), '\\frac{n r q E + q E - M}{q\\,(1-\\kappa)}', mark_price_033ebf, (('What is true at that moment', 'M + q\\,(P - E) - n r q E = \\kappa q P', '-E*n*q*r + M + q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1-\\kappa) = n r q E + q E - M', 'P*(-q*(kappa - 1)) = E*n*q*r + E*q - M'), ('Divide', 'P = \\frac{n r q E + q E - M}{q\\,(1-\\kappa)}', 'P = (-E*n*q*r - E*q + M)/(kappa*q - q)'))),
    "53ef7b85846e77da": Stored(('size', 'entry_price', 'collateral', 'funding_rate', 'intervals', 'mmr', 'fee_rate'), '\\frac{q E + M + n r M}{q\\,(1+\\kappa)}', mark_price_53ef7b, (('What is true at that moment', 'M + n r M + q\\,(E - P) = \\kappa q P', 'M*n*r + M - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + M + n r M', 'P*(q*(kappa + 1)) = E*q + M*n*r + M'), ('Divide', 'P = \\frac{q E + M + n r M}{q\\,(1+\\kappa)}', 'P = (E*q + M*n*r + M)/(kappa*q + q)'))),
    "06329da804e22afa": Stored(('size', 'entry_price', 'gap', 'realized_pnl'), '\\frac{q E + R - q \\mathit{gap}}{q}', mark_price_06329d),
    "9bf4982533d76c50": Stored(('entry_price', 'fee_rate', 'leverage'), 'E\\,\\frac{L-f}{L+f}', mark_price_9bf498, (('What is true at that moment', 'q\\,(E - P) = \\frac{f q\\,(E + P)}{L}', '-q*(-E + P) = (E*f*q + P*f*q)/L'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+f/L) = q E\\,(1-f/L)', 'P*(q*(L + f)/L) = -E*q*(-L + f)/L'), ('Divide', 'P = E\\,\\frac{L-f}{L+f}', 'P = (E*L - E*f)/(L + f)'))),
    "3c5fc7f9e4aed8ba": Stored(('size', 'entry_price', 'realized_pnl'), '\\frac{q E + R}{q}', mark_price_3c5fc7),
    "9fee133c9c902091": Stored(('entry_price', 'fee_rate'), 'E\\,\\frac{1-f}{1+f}', mark_price_9fee13, (('What is true at that moment', 'q\\,(E - P) = f q E + f q P', '-q*(-E + P) = E*f*q + P*f*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+f) = q E\\,(1-f)', 'P*(q*(f + 1)) = -E*q*(f - 1)'), ('Divide', 'P = E\\,\\frac{1-f}{1+f}', 'P = (-E*f + E)/(f + 1)'))),
    "e4c98df0314fd026": Stored(('entry_price', 'fee_rate'), 'E\\,\\frac{1+f}{1-f}', mark_price_e4c98d, (('What is true at that moment', 'q\\,(P - E) = f q E + f q P', 'q*(-E + P) = E*f*q + P*f*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1-f) = q E\\,(1+f)', 'P*(-q*(f - 1)) = E*q*(f + 1)'), ('Divide', 'P = E\\,\\frac{1+f}{1-f}', 'P = (-E*f - E)/(f - 1)'))),
    "a44c9848dd165ee5": Stored(('entry_price', 'fee_rate'), 'E\\,(1-f)', mark_price_a44c98, (('What is true at that moment', 'q\\,(E - P) = f q E', '-q*(-E + P) = E*f*q'), ('Gather what holds P on one side', 'P \\cdot q = q E\\,(1-f)', 'P*(q) = -E*q*(f - 1)'), ('Divide', 'P = E\\,(1-f)', 'P = -E*f + E'))),
    "6c50e2d9151bc4a8": Stored(('size', 'entry_price', 'gap', 'realized_pnl'), '\\frac{q E + q \\mathit{gap} + R}{q}', mark_price_6c50e2, (('What is true at that moment', 'q\\,(P - E - \\mathit{gap}) = R', 'q*(-E + P - gap) = R'), ('Gather what holds P on one side', 'P \\cdot q = q E + q \\mathit{gap} + R', 'P*(q) = E*q + R + gap*q'), ('Divide', 'P = \\frac{q E + q \\mathit{gap} + R}{q}', 'P = (E*q + R + gap*q)/q'))),
    "1e68812616839431": Stored(('size', 'entry_price', 'top_up', 'mmr', 'fee_rate'), '\\frac{q E + a}{q\\,(1+\\kappa)}', mark_price_1e6881, (('What is true at that moment', 'a + q\\,(E - P) = \\kappa q P', 'a - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + a', 'P*(q*(kappa + 1)) = E*q + a'), ('Divide', 'P = \\frac{q E + a}{q\\,(1+\\kappa)}', 'P = (E*q + a)/(kappa*q + q)'))),
    "ae96bdc8f689e493": Stored(('size', 'entry_price', 'wallet_balance', 'collateral', 'mmr', 'fee_rate'), '\\frac{q E + W + M}{q\\,(1+\\kappa)}', mark_price_ae96bd, (('What is true at that moment', 'M + W + q\\,(E - P) = \\kappa q P', 'M + W - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + W + M', 'P*(q*(kappa + 1)) = E*q + M + W'), ('Divide', 'P = \\frac{q E + W + M}{q\\,(1+\\kappa)}', 'P = (E*q + M + W)/(kappa*q + q)'))),
    "bda2b743a032f19c": Stored(('size', 'entry_price', 'wallet_balance'), '\\frac{q E + W}{q}', mark_price_bda2b7, (('What is true at that moment', 'W + q\\,(E - P) = 0', 'W - q*(-E + P) = 0'), ('Gather what holds P on one side', 'P \\cdot q = q E + W', 'P*(q) = E*q + W'), ('Divide', 'P = \\frac{q E + W}{q}', 'P = (E*q + W)/q'))),
    "000700538b1e55ad": Stored(('size', 'entry_price', 'wallet_balance', 'mmr', 'fee_rate'), '\\frac{q E + W}{q\\,(1+\\kappa)}', mark_price_000700, (('What is true at that moment', 'W + q\\,(E - P) = \\kappa q P', 'W - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + W', 'P*(q*(kappa + 1)) = E*q + W'), ('Divide', 'P = \\frac{q E + W}{q\\,(1+\\kappa)}', 'P = (E*q + W)/(kappa*q + q)'))),
    "89824519a9080ea3": Stored(('size', 'entry_price', 'wallet_balance', 'mmr', 'fee_rate'), '\\frac{q E - W}{q\\,(1-\\kappa)}', mark_price_898245, (('What is true at that moment', 'W + q\\,(P - E) = \\kappa q P', 'W + q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1-\\kappa) = q E - W', 'P*(-q*(kappa - 1)) = E*q - W'), ('Divide', 'P = \\frac{q E - W}{q\\,(1-\\kappa)}', 'P = (-E*q + W)/(kappa*q - q)'))),
    "6f7bc8d68e4fe4ff": Stored(('size', 'entry_price', 'wallet_balance', 'collateral', 'mmr', 'fee_rate'), '\\frac{q E + W - M}{q\\,(1+\\kappa)}', mark_price_6f7bc8, (('What is true at that moment', 'W + q\\,(E - P) - M = \\kappa q P', '-M + W - q*(-E + P) = P*kappa*q'), ('Gather what holds P on one side', 'P \\cdot q\\,(1+\\kappa) = q E + W - M', 'P*(q*(kappa + 1)) = E*q - M + W'), ('Divide', 'P = \\frac{q E + W - M}{q\\,(1+\\kappa)}', 'P = (E*q - M + W)/(kappa*q + q)'))),
    "8155937ed3962c47": Stored(('wallet_balance', 'distance', 'mmr', 'fee_rate'), '\\frac{W}{1-(1+\\kappa)\\,(1-x)}', position_value_815593),
    "8d666b8faf86b3fc": Stored(('wallet_balance', 'distance'), '\\frac{W}{x}', position_value_8d666b),
    "8c55bc5912c813f1": Stored(('wallet_balance', 'distance', 'mmr', 'fee_rate'), '\\frac{W}{1-(1-\\kappa)\\,(1-x)}', position_value_8c55bc, (('What is true at that moment', 'W - x V = \\kappa V - \\kappa x V', '-V*x + W = -V*kappa*x + V*kappa'), ('Gather what holds V on one side', 'V \\cdot (1-(1-\\kappa)\\,(1-x)) = W', 'V*(-kappa*x + kappa + x) = W'), ('Divide', 'V = \\frac{W}{1-(1-\\kappa)\\,(1-x)}', 'V = -W/(kappa*x - kappa - x)'))),
    "f0415ec612a5cf43": Stored(('wallet_balance', 'distance', 'mmr', 'fee_rate'), '\\frac{W}{x+\\kappa}', position_value_f0415e),
    "fb3abcb57138666e": Stored(('entry_price', 'realized_pnl'), '-\\frac{R}{E}', size_fb3abc, (('What is true at that moment', '-q E = R', '-E*q = R'), ('Gather what holds q on one side', 'q \\cdot E = -R', 'q*(E) = -R'), ('Divide', 'q = -\\frac{R}{E}', 'q = -R/E'))),
    "9a95d8f350ac58d6": Stored(('entry_price', 'mark_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{M P}{\\kappa + P/E - 1}', size_9a95d8),
    "7661e5b7c3e20aa3": Stored(('entry_price', 'mark_price', 'collateral'), '\\frac{M P}{1 - P/E}', size_7661e5),
    "d50fd92d7ab533c4": Stored(('entry_price', 'mark_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{M P}{1 + \\kappa - P/E}', size_d50fd9, (('What is true at that moment', 'M + \\frac{q\\,(P/E - 1)}{P} = \\frac{\\kappa q}{P}', 'M + q*(-1/P + 1/E) = kappa*q/P'), ('Gather what holds q on one side', 'q \\cdot \\frac{P/E - 1 - \\kappa}{P} = -M', 'q*(-(E*kappa + E - P)/(E*P)) = -M'), ('Divide', 'q = \\frac{M P}{1 + \\kappa - P/E}', 'q = E*M*P/(E*kappa + E - P)'))),
    "feee5dbd338f785a": Stored(('entry_price', 'mark_price', 'collateral'), '\\frac{M}{E - P}', size_feee5d),
    "535540a61f07d3e9": Stored(('entry_price', 'mark_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{M}{E + \\kappa P - P}', size_535540),
    "9bb3b1cc139afd3d": Stored(('entry_price', 'mark_price', 'collateral', 'mmr', 'fee_rate', 'offset'), '\\frac{M + A}{E + \\kappa P - P}', size_9bb3b1, (('What is true at that moment', 'M + q\\,(P - E) = \\kappa q P - A', 'M + q*(-E + P) = -A + P*kappa*q'), ('Gather what holds q on one side', 'q \\cdot (P - E - \\kappa P) = -M + A', 'q*(-E - P*kappa + P) = -A - M'), ('Divide', 'q = \\frac{M + A}{E + \\kappa P - P}', 'q = (A + M)/(E + P*kappa - P)'))),
    "483d266d177c6b5e": Stored(('entry_price', 'mark_price', 'collateral', 'mmr', 'fee_rate'), '\\frac{M}{E + \\kappa P - P}', size_483d26),
    "c7c9a7fb7fabbed7": Stored(('entry_price', 'mark_price', 'collateral', 'mmr', 'offset'), '\\frac{M + A}{E + m P - P}', size_c7c9a7),
    "13831f0ae90ca972": Stored(('entry_price', 'mark_price', 'gap', 'realized_pnl'), '\\frac{R}{E + \\mathit{gap} - P}', size_13831f, (('What is true at that moment', 'q\\,(E + \\mathit{gap} - P) = R', '-q*(-E + P - gap) = R'), ('Gather what holds q on one side', 'q \\cdot (E + \\mathit{gap} - P) = R', 'q*(E - P + gap) = R'), ('Divide', 'q = \\frac{R}{E + \\mathit{gap} - P}', 'q = R/(E - P + gap)'))),
    "06e01092f1e71c9f": Stored(('entry_price', 'mark_price', 'realized_pnl'), '\\frac{R}{E - P}', size_06e010, (('What is true at that moment', 'q\\,(E - P) = R', '-q*(-E + P) = R'), ('Gather what holds q on one side', 'q \\cdot (E - P) = R', 'q*(E - P) = R'), ('Divide', 'q = \\frac{R}{E - P}', 'q = R/(E - P)'))),
    "a9d1d7fa731bc582": Stored(('entry_price', 'mark_price', 'gap', 'realized_pnl'), '\\frac{R}{E - P - \\mathit{gap}}', size_a9d1d7, (('What is true at that moment', 'q\\,(E - P - \\mathit{gap}) = R', '-q*(-E + P + gap) = R'), ('Gather what holds q on one side', 'q \\cdot (E - P - \\mathit{gap}) = R', 'q*(E - P - gap) = R'), ('Divide', 'q = \\frac{R}{E - P - \\mathit{gap}}', 'q = R/(E - P - gap)'))),
    "e362c45fc37569ff": Stored(('entry_price', 'mark_price', 'gap', 'realized_pnl'), '\\frac{R}{P - E - \\mathit{gap}}', size_e362c4, (('What is true at that moment', 'q\\,(P - E - \\mathit{gap}) = R', 'q*(-E + P - gap) = R'), ('Gather what holds q on one side', 'q \\cdot (P - E - \\mathit{gap}) = R', 'q*(-E + P - gap) = R'), ('Divide', 'q = \\frac{R}{P - E - \\mathit{gap}}', 'q = -R/(E - P + gap)'))),
    "a28cc19310dd3228": Stored(('entry_price', 'mark_price', 'wallet_balance', 'collateral', 'mmr', 'fee_rate'), '\\frac{W + M}{E + \\kappa P - P}', size_a28cc1),
    "009fbfe4b7e5192a": Stored(('entry_price', 'mark_price', 'wallet_balance'), '\\frac{W}{E - P}', size_009fbf),
    "ba1f3a2f11ffa7a8": Stored(('entry_price', 'mark_price', 'wallet_balance', 'mmr', 'fee_rate'), '\\frac{W}{E + \\kappa P - P}', size_ba1f3a, (('What is true at that moment', 'W + q\\,(P - E) = \\kappa q P', 'W + q*(-E + P) = P*kappa*q'), ('Gather what holds q on one side', 'q \\cdot (P - E - \\kappa P) = -W', 'q*(-E - P*kappa + P) = -W'), ('Divide', 'q = \\frac{W}{E + \\kappa P - P}', 'q = W/(E + P*kappa - P)'))),
    "47cbbc226f5a97cf": Stored(('entry_price', 'mark_price', 'wallet_balance', 'collateral', 'mmr', 'fee_rate'), '\\frac{W - M}{E + \\kappa P - P}', size_47cbbc),
    "82f9b0b381523bbf": Stored(('size', 'entry_price', 'mark_price', 'collateral'), 'q E - q P - M', top_up_82f9b0),
    "89c4167c06251292": Stored(('size', 'entry_price', 'mark_price', 'collateral', 'mmr', 'fee_rate'), 'q E + \\kappa q E - q P - M', top_up_89c416),
    "2983c66f90834085": Stored(('size', 'entry_price', 'mark_price', 'collateral', 'mmr', 'fee_rate'), 'q E + \\kappa q P - q P - M', top_up_2983c6, (('What is true at that moment', 'M + a + q\\,(P - E) = \\kappa q P', 'M + a + q*(-E + P) = P*kappa*q'), ('Leave it alone on its side', 'a = q E + \\kappa q P - q P - M', 'a = E*q - M + P*kappa*q - P*q'))),
    "99fa1138429cd949": Stored(('size', 'entry_price', 'mark_price', 'mmr', 'fee_rate'), 'q\\,(E + \\kappa P - P)', top_up_99fa11),
})


FUNCTIONS.update({
    "068e7a403ae92338": function_068e7a,
    "09c03f311be6131c": function_09c03f,
    "0b837024162e1680": function_0b8370,
    "13012ba61b54b853": function_13012b,
    "1a80b9e692a71548": function_1a80b9,
    "1d46689de6ec9f84": function_1d4668,
    "21a5ea25efcfc4e0": function_21a5ea,
    "2c85cec97dbb0fe6": function_2c85ce,
    "2dd4a493c849aac0": function_2dd4a4,
    "40af2b44d4880652": function_40af2b,
    "450de1fd034cae06": function_450de1,
    "4e786de8736db5ca": function_4e786d,
    "50b498612a08a54e": function_50b498,
    "602dc3340a2072a2": function_602dc3,
    "69f43223f08477c8": function_69f432,
    "6e91a916b1c1417a": function_6e91a9,
    "6e96334659e98749": function_6e9633,
    "7b0bf40eed7d27ce": function_7b0bf4,
    "80e3a59f918f0d47": function_80e3a5,
    "860abc13195b2354": function_860abc,
    "8625b72762677d8b": function_8625b7,
    "87f7a47fe2a07955": function_87f7a4,
    "8975f31a9ffab5e0": function_8975f3,
    "8a09eda387b2e670": function_8a09ed,
    "8b2c411c75c86660": function_8b2c41,
    "8c5dedcbf49e74b3": function_8c5ded,
    "8e136f07ba07b7fd": function_8e136f,
    "922d5fcb819d674b": function_922d5f,
    "9431272bb4c0ba07": function_943127,
    "99fe73e843c6b424": function_99fe73,
    "9a5785505e762e8f": function_9a5785,
    "9c5dd06ee126e31e": function_9c5dd0,
    "ab36270988f2a9a7": function_ab3627,
    "b03a6208853ac489": function_b03a62,
    "b465e27a3856a5fa": function_b465e2,
    "c2e4f01a404164a0": function_c2e4f0,
    "c40926ef9612a133": function_c40926,
    "c8e9145832338d0f": function_c8e914,
    "d0c9b69b75206dbc": function_d0c9b6,
    "e73a0b70c82586cf": function_e73a0b,
    "f363d5da97361928": function_f363d5,
    "f51eede26010cf3f": function_f51eed,
    "fc311b69fff91918": function_fc311b,
})
