"""Sentences a shop could say: English words, the frequent ones often; the same for the same random numbers.

No sentence holds a number, so none can promise anything.
"""

from __future__ import annotations

import random
from itertools import accumulate

_SMALL = """
the of and to in for with on at by from your our we you it is are this that a an as or be not all can more about when
after before here there new only if will has have so until while every any
"""
_LARGE = """
order delivery parcel return day address account payment item carrier email price time card team shop week basket size
help store colour invoice refund number page question warehouse reply list link gift offer newsletter soap linen towel
jacket cotton wool shirt lamp table chair garden kitchen bottle glass paper ribbon letter photo voucher code password
profile settings language country city street door neighbour locker pickup driver van label box tape receipt bank
transfer wallet balance charge discount sale season spring summer autumn winter morning afternoon evening weekend
holiday minute hour month year moment start end step form button screen phone message call chat answer reason choice
change copy detail example fabric material pattern style collar sleeve pocket zip hem lining care wash iron dry soft
warm light heavy simple clean fresh quiet small large long short early late open closed ready safe easy quick full
free kind local natural careful recent usual separate missing damaged wrong right second first last next previous
choose pick pack send bring take keep check confirm cancel update track follow receive accept refuse collect arrive
leave wait ask tell show write read thank hope wish need want like love find look learn use wear try fit match mend
replace repair recycle reuse save share join sign enter add remove edit print scan weigh measure count pay owe
exchange quickly slowly gently soon today tomorrow always never often sometimes together apart inside outside upstairs
nearby online offline almost nearly exactly simply please however therefore otherwise oak ash pine birch maple olive
lemon lavender rose mint sage thyme honey oat almond coconut clay sand stone river lake forest meadow hill valley
coast island harbour bridge market village workshop studio maker weaver tailor potter carpenter baker farmer gardener
friend family guest host child parent colleague customer member visitor catalogue collection range edition sample
swatch bundle set pair piece part half whole roll sheet bar jar tin bag crate shelf drawer cupboard hook hanger mirror
frame candle blanket cushion pillow duvet curtain rug mat apron glove scarf hat sock shoe boot sandal belt purse watch
ring necklace earring bracelet umbrella suitcase
"""
_JOINING, _TELLING = _SMALL.split(), _LARGE.split()
_WEIGHTS = [*accumulate(1 / (rank + 12) for rank in range(len(_TELLING)))]
_BETWEEN = (" – ", ", ", ", ", "; ")


def word(drawn: random.Random) -> str:
    """A word that tells something; those at the head of the list are the most frequent ones."""
    return drawn.choices(_TELLING, cum_weights=_WEIGHTS)[0]


def sentence(drawn: random.Random, words: int) -> str:
    """A plain sentence of so many words, in ASCII letters."""
    some = [drawn.choice(_JOINING) if drawn.random() < 0.45 else word(drawn) for _ in range(words)]
    return f"{' '.join(some).capitalize()}."


def paragraph(drawn: random.Random) -> str:
    """One to three sentences, some of them in two parts."""
    return " ".join(_long(drawn) for _ in range(drawn.randrange(1, 4)))


def _long(drawn: random.Random) -> str:
    first = sentence(drawn, drawn.randrange(6, 16))
    if drawn.random() < 0.7:
        return first
    rest = sentence(drawn, drawn.randrange(4, 9))
    return f"{first[:-1]}{drawn.choice(_BETWEEN)}{rest[:1].lower()}{rest[1:]}"
