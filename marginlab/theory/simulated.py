"""What a large simulation found: shares of positions liquidated under prices of equal variance.

Isolated longs of a requirement rate of 0.46 % at a volatility of 60 %, looked at once an hour; 3 stands
for the house position in cross, whose wallet is a third of its value. Simulated on 2026-11-27 with 600
to 800 million paths for each model, apart from this package; standard errors are below 0.00003. The
tests hold the whole table (`tests/data/model-risk.json`) and compare the package's own simulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HOURS = (24, 168, 720)

# By model (`price_models.MODELS`) and leverage: the shares liquidated within these hours [fraction].
SHARES: Mapping[str, Mapping[int, tuple[float, float, float]]] = MappingProxyType({
    "normal": {
        3: (0.0, 1.38e-06, 0.02280605),
        10: (0.00098847, 0.22001784, 0.57199495),
        20: (0.11309409, 0.55801415, 0.78852518),
        50: (0.54558085, 0.82400842, 0.91910677),
        100: (0.77321138, 0.9156957, 0.9614614),
    },
    "student t": {
        3: (4.113e-05, 0.00042711, 0.02283841),
        10: (0.00395145, 0.19637389, 0.55125139),
        20: (0.08876613, 0.52375968, 0.77117924),
        50: (0.48402526, 0.79967189, 0.90789642),
        100: (0.73420494, 0.90155559, 0.95496291),
    },
    "jumps": {
        3: (1e-08, 5.714e-05, 0.02362898),
        10: (0.0080402, 0.19598118, 0.55085461),
        20: (0.07968589, 0.51492913, 0.7676667),
        50: (0.48026847, 0.79796594, 0.9073129),
        100: (0.74430464, 0.90501339, 0.95659353),
    },
})  # fmt: skip

# By model and leverage: of those liquidated within 720 hours, the share that closed below zero equity.
BELOW_ZERO: Mapping[str, Mapping[int, float]] = MappingProxyType({
    "normal": {3: 0.312738, 10: 0.312892, 20: 0.312982, 50: 0.312911, 100: 0.321753},
    "student t": {3: 0.434095, 10: 0.388645, 20: 0.379173, 50: 0.357315, 100: 0.32613},
    "jumps": {3: 0.388458, 10: 0.376442, 20: 0.355336, 50: 0.297207, 100: 0.263896},
})  # fmt: skip
