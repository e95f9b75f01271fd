"""price: lists, adjustments and totals; one total in every channel, explained to the cent, the same for ever.

Reading: `book.py` (documents, compiled) → `market.py` (what holds for a currency, zone, channel and group) →
`basket.py` (what is bought, judged: `line_reading.py`, `besides.py`, `faults.py`) → `quote.py`, which goes through the
steps in their order:

- `tiers.py`: quantity × unit price, rounded once
- `lanes.py`: adjustments lane by lane, with `stacking.py` for who may, `effects.py` and `pieces.py` for how much
- `charges.py`, `tax.py`, `cash.py`: what comes on top
- `invoice.py`: the same amounts as EN 16931 wants them

All amounts are integers of the currency's minor unit; `rounding.py` and `allocation.py` are the only places where a
cent can come or go. `written.py` and `trace.py` (with `arithmetic.py`) say the result, `reasons.py` why something does
not apply, `outweighed.py` which charges discounts bring about; `verify.py` compares with what a channel showed.
`rules/` judges documents at publishing, `breaking/` one document and the next.
"""
