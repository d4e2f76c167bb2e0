"""Short programs for the sequences that have one: Python that makes of n the list x of the first n symbols.

Eight bits a character bound K from above, on Python as the machine and given n.  Plain on purpose: the sources
themselves are made faster elsewhere, and the two are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ait.errors import InputError

_PI = """\
s=t=3*{base}**(n+{guard});k=1
while t:t=t*(2*k-1)**2//(8*k*(2*k+1));s+=t;k+=1
x=[*map(int,{digits}(s){cut})]"""
_E = """\
s=t={base}**(n+{guard});k=1
while t:t//=k;s+=t;k+=1
x=[*map(int,{digits}(s){cut})]"""
_DECIMAL = {"base": 10, "guard": 19, "digits": "str", "cut": "[:n]"}
_BINARY = {"base": 2, "guard": 64, "digits": "bin", "cut": "[2:n+2]"}

_BYTES = "{start};x=[]\nwhile len(x)<n:{step};x+=({word}).to_bytes(4,'little')\nx=x[:n]"

PROGRAMS: Mapping[str, str] = MappingProxyType(
    {
        "pi": _PI.format(**_DECIMAL),
        "pi-bits": _PI.format(**_BINARY),
        "e": _E.format(**_DECIMAL),
        "e-bits": _E.format(**_BINARY),
        "champernowne": "x=[*map(int,''.join(map(str,range(1,n+1))))][:n]",
        "champernowne-bits": "x=[*map(int,''.join(f'{i:b}'for i in range(1,n+1)))][:n]",
        "thue-morse": "x=[i.bit_count()%2 for i in range(n)]",
        "fibonacci": "a,x=[0],[0,1]\nwhile len(x)<n:a,x=x,x+a\nx=x[:n]",
        "de-bruijn": (
            "m=max(1,(n-1).bit_length());x=[];w=[-1]\nwhile w:\n w[-1]+=1;k=len(w)\n if m%k<1:x+=w\n"
            " while len(w)<m:w+=[w[-k]]\n while w and w[-1]:w.pop()\nx=x[:n]"
        ),
        "shift-register": "x=[1]+[0]*30\nfor i in range(n):x+=[x[i]^x[i+3]]\nx=x[:n]",
        "rule-30": "r=1<<n;x=[]\nfor i in range(n):x+=[r>>n&1];r=r>>1^(r|r<<1)",
        "rule-110": (
            "c=[0]*128;c[64]=1;x=[]\nwhile len(x)<n:x+=c;c=[110>>4*c[i-1]+2*c[i]+c[i-127]&1 for i in range(128)]"
            "\nx=x[:n]"
        ),
        "randu": _BYTES.format(start="s=1", step="s=s*65539%2**31", word="s"),
        "minstd": _BYTES.format(start="s=1", step="s=s*16807%(2**31-1)", word="s"),
        "lcg-32": _BYTES.format(start="s=1", step="s=(s*1664525+1013904223)%2**32", word="s"),
        "lcg-64": _BYTES.format(start="s=1", step="s=(s*6364136223846793005+1442695040888963407)%2**64", word="s>>32"),
        "additive": _BYTES.format(
            start="r=[1]\nfor i in range(33):r+=[r[-1]*16807%(2**31-1)if i<30 else r[i-30]]\n"
            "for i in range(310):r+=[(r[-31]+r[-3])%2**32]\n0",
            step="r+=[(r[-31]+r[-3])%2**32]",
            word="r[-1]>>1",
        ),
        "xorshift-32": _BYTES.format(start="s=1", step="s^=s<<13&2**32-1;s^=s>>17;s^=s<<5&2**32-1", word="s"),
        "mersenne-twister": _BYTES.format(
            start="w=2**32-1;m=[1]\nfor i in range(1,624):m+=[1812433253*(m[-1]^m[-1]>>30)+i&w]\ni=0",
            step="y=m[i]&1<<31|m[i+1]&w>>1;y=m[i+397]^y>>1^y%2*2567483615;m+=[y];i+=1;"
            "y^=y>>11;y^=y<<7&2636928640;y^=y<<15&4022730752",
            word="y^y>>18",
        ),
    }
)
"""By the source's name."""


def program_bits(name: str) -> int:
    """The length of the short program of a source, in bits.

    Raises:
        InputError: if the source has none.

    >>> program_bits("thue-morse")
    296
    """
    if name not in PROGRAMS:
        raise InputError(f"no short program is kept for {name!r}; there is one for {', '.join(PROGRAMS)}")
    return 8 * len(PROGRAMS[name])


def run_program(name: str, n: int) -> list[int]:
    """What the short program of a source writes.

    Raises:
        InputError: if the source has no program or n is below 1.

    >>> run_program("pi", 10)
    [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    """
    program_bits(name)
    if n < 1:
        raise InputError(f"a program writes at least one symbol, not {n}")
    names: dict[str, Any] = {"n": n}
    exec(PROGRAMS[name], names)
    return list(names["x"])
