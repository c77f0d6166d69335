"""The table of simulated shares is that of the file which holds them all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marginlab.theory.price_models import MODELS
from marginlab.theory.simulated import BELOW_ZERO, HOURS, SHARES

RISK = Path(__file__).parents[1] / "data" / "model-risk.json"
ROWS = {row["model"]: row for row in json.loads(RISK.read_text(encoding="utf-8"))["rows"]}
IN_FILE = {
    "normal": "normal, marks every hour",
    "student t": "Student t, 3 degrees, marks every hour",
    "jumps": "jumps (one a week on average, 5 % wide), marks every hour",
}


@pytest.mark.parametrize("model", MODELS)
def test_every_share_is_the_file_s(model):
    row = ROWS[IN_FILE[model]]["by_leverage"]
    assert {str(leverage) for leverage in SHARES[model]} == set(row)
    for leverage, shares in SHARES[model].items():
        cells = row[str(leverage)]
        assert shares == tuple(cells[f"{hours}h"]["share"] for hours in HOURS)
        assert BELOW_ZERO[model][leverage] == cells["below_bankruptcy"]
