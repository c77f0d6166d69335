"""The finished memo as a page to print: one self-contained HTML file, light, without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from marginlab.course.capstone.mandate import Mandate
from marginlab.course.capstone.memo import Said
from marginlab.course.capstone.plan import Leg, Plan
from marginlab.theory.terms import show

STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.45 system-ui, sans-serif; color: #1f1f1f; background: #fff; max-width: 44rem;
       margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 1rem 0 .3rem; break-after: avoid; }
p { margin: .3rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0;
         border-bottom: 1px solid #c8c8c8; }
tr { break-inside: avoid; } td { font-variant-numeric: tabular-nums; }
.why { white-space: pre-wrap; } footer { font-size: .85em; color: #4a4a4a; margin-top: 1.5rem; }
@page { margin: 2cm; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; } }
"""


def told(mandate: Mandate) -> list[str]:
    """The mandate, a sentence or two for each of its parts."""
    core, bet = mandate.core, mandate.bet
    return [
        f"The wallet holds {show(mandate.wallet, 'money')} USDT, and nothing is open yet.",
        f"Hold long {show(core.size)} BTC from {show(core.entry_price, 'money')} for {core.days} days. Its "
        f"volatility is {show(core.volatility * 100)} % a year. It may be liquidated with a chance of at "
        f"most {show(mandate.limit, 'percent')}, also if it pays {show(mandate.high_rate * 100)} % of "
        "funding every eight hours.",
        f"Hold long {show(bet.size)} ALT from {show(bet.entry_price)} for {bet.days} days, a value of "
        f"{show(bet.value, 'money')}. Its volatility is {show(bet.volatility * 100)} % a year. It may never "
        f"cost more than {show(mandate.most, 'money')}, whatever happens.",
        f"Maintenance rate {show(core.mmr, 'percent')} for BTC and {show(bet.mmr, 'percent')} for ALT, taker "
        f"fee {show(core.fee_rate, 'percent')}, all on the value at the mark price. The funding that is "
        f"expected of BTC is {show(mandate.rate * 100)} % every eight hours; that of ALT is left out.",
        "Mark prices wander without drift and are watched at every moment; fees of trades are left out.",
    ]


def page(plan: Plan, said: Said, held: Sequence[str], title: str) -> str:
    """The memo on a plan of which these properties hold."""
    mandate = "".join(f"<p>{escape(line)}</p>" for line in told(plan.mandate))
    parts = {
        "The mandate": mandate,
        "The plan": _table(_plan(plan)),
        "What can happen": _table(_risks(plan.mandate, said)),
        "When to act": _table(_acts(said)),
        "Why": f'<p class="why">{escape(said["why"])}</p>',
    }
    body = "\n".join(f"<h2>{heading}</h2>\n{html}" for heading, html in parts.items())
    checked = escape("; ".join(held))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{body}\n</main>\n<footer><p>Checked: {checked}. A model of prices and "
        "the rules of one exchange stand behind these numbers. Education, not trading advice.</p></footer>\n"
        "</body>\n</html>\n"
    )


def _plan(plan: Plan) -> Mapping[str, str]:
    def row(leg: Leg) -> str:
        wall = plan.wall(leg)
        calls = "on" if leg.is_called else "off"
        at = f"wall at {leg.held.told(wall)}" if wall > 0 else "no wall above zero"
        return f"{leg.mode}, {show(leg.behind, 'money')} behind it, automatic margin call {calls}; {at}"

    return {leg.held.base: row(leg) for leg in plan.legs}


def _risks(mandate: Mandate, said: Said) -> Mapping[str, str]:
    core, bet = mandate.core, mandate.bet
    rate, high = (f"{show(rate * 100)} %" for rate in (mandate.rate, mandate.high_rate))
    return {
        f"BTC liquidated within {core.days} days": show(said["btc_chance"], "percent"),
        f"the same, paying {high}": show(said["btc_chance_paying"], "percent"),
        f"ALT liquidated within {bet.days} days": show(said["alt_chance"], "percent"),
        f"funding of BTC at {rate}": show(said["drain"], "money"),
        f"the same at {high}": show(said["drain_high"], "money"),
        "worst case": f"{show(said['worst_case'], 'money')}, out of the {said['worst_case_from']}",
    }


def _acts(said: Said) -> Mapping[str, str]:
    def row(name: str) -> str:
        alarm = said[f"{name}_alarm"]
        return f"{'on' if alarm.price is None else 'at'} {alarm}: {said[f'{name}_action']}"

    return {name.upper(): row(name) for name in ("btc", "alt")}


def _table(rows: Mapping[str, str]) -> str:
    lines = (
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(text)}</td></tr>'
        for name, text in rows.items()
    )
    return f"<table>{''.join(lines)}</table>"
