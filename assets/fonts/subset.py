#!/usr/bin/env python3
"""Makes EffnetSansKR.ttf from Noto Sans KR Regular.

    npm pack @expo-google-fonts/noto-sans-kr@0.4.3 && tar xzf expo-google-fonts-noto-sans-kr-0.4.3.tgz
    pip install fonttools==4.68.0
    python3 subset.py package/400Regular/NotoSansKR_400Regular.ttf

The result stands beside this script and is the same byte for byte on every run.

Changed against the original:
- Only the characters below are kept, without hints, variants and kerning.
- It has a name of its own: a changed font must not pass for the original.
- Ascent and descent add up to 1.24 em, because plotters takes a text of size s to be s/1.24 em high in
  SVG and s high from ascent to descent in a bitmap. So both have the same size.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

NAME = "Effnet Sans KR"
LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
# The day the program first had it, in seconds since 1904: no clock in the file.
DAY = 3_848_688_000

SYMBOLS = "–—―‘’“”†‡•…‰′″⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉←↑→↓↔⇒⇔∂∆∏∑−∕∙√∝∞∩∪∫≈≠≡≤≥⊂⊕⊙⌈⌉⌊⌋①②③④⑤⑥⑦⑧⑨"
SHAPES = "─│┌┐└┘├┤■□▪▲△▶▼▽◆◇○●★☆✓✔€№™Ωℓ、。「」『』・"


def hangul():
    """The 2,350 syllables of KS X 1001: what EUC-KR can write in two bytes."""
    for high in range(0xB0, 0xC9):
        for low in range(0xA1, 0xFF):
            yield ord(bytes([high, low]).decode("euc-kr"))


def characters():
    latin = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
    greek = [*range(0x391, 0x3AA), *range(0x3B1, 0x3CA), 0x3D5]
    jamo = range(0x3131, 0x318F)
    return {*latin, *greek, *jamo, *hangul(), *map(ord, SYMBOLS + SHAPES)}


def rename(font):
    copyright = font["name"].getDebugName(0)
    font["name"].names = []
    records = {
        0: f"{copyright} Changed: subset and renamed for effnet-tutor.",
        1: NAME,
        2: "Regular",
        3: f"{NAME} 1",
        4: NAME,
        5: "Version 1",
        6: NAME.replace(" ", "") + "-Regular",
        13: LICENCE,
        14: "https://openfontlicense.org",
    }
    for number, text in records.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def measure(font):
    """Ascent and descent: 1.24 em in all, the letters in the middle."""
    em = font["head"].unitsPerEm
    ascent, descent = round(0.98 * em), round(0.26 * em)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ascent, -descent, 0
    os2 = font["OS/2"]
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, -descent, 0
    os2.usWinAscent, os2.usWinDescent = ascent, descent
    os2.achVendID = "EFFT"


def main(source):
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "STAT", "DSIG", "VORG", "vhea", "vmtx", "meta"]
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    rename(font)
    measure(font)
    font["head"].created = font["head"].modified = DAY
    font["head"].fontRevision = 1.0
    font.save(Path(__file__).with_name("EffnetSansKR.ttf"))
    missing = sorted(characters() - set(font.getBestCmap()))
    print("the original lacks:", "".join(map(chr, missing)) or "nothing")


if __name__ == "__main__":
    main(*sys.argv[1:])
