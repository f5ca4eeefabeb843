#!/usr/bin/env python3
"""Makes the cases that TextTests compares subwords with: Tests/TextTests/Fixtures/NAME.

The text is that of Corpora/demo-test.en-de.tsv and the lines below, all written for this project.
subword_reference.py says what a case has. Needs: pip install subword-nmt sentencepiece protobuf.
The same versions (0.3.8 and 0.2.3) give the same files.
"""

import pathlib
import shutil

from subword_reference import (
    disuse, learn_codes, train_model, vocabulary_of, write_sentencepiece_case, write_subword_nmt_case)

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "Tests/TextTests/Fixtures"

ODD = [
    "", " ", "   ", "  two  spaces  ", "tab\there", "\tx", "carriage\r", " \r", "no\u00a0break", "zero\u200bwidth",
    "line\u2028separator", "form\x0cfeed", "a", "ä", "é e\u0301 ﬁne ½ Ⅳ", "ÄÖÜ GROSS ß ẞ İstanbul",
    "你好,世界", "全角ＡＢＣ", "カタカナ ｶﾀｶﾅ ガ", "👩‍👩‍👧 🇩🇪 👍🏽", "\U0001F468", "\ufeffmark", "\u0000null", "a\u0001b\u007f",
    "@@ a@@ b@@", "</w> x</w> w>", "<s> </s> <unk> <pad>", "▁ ▁▁a b▁c ▁", "<sep>clean<sep>", "x<ph>y <ph>",
    "USA NUSAUSA 1934USABUSA", "<b>machine</b>cleaning", "aaaaaaaaaaaaaaa aaaa", "abababababab",
    "Rinse the\u3000container", "مرحبا بالعالم", "हिन्दी भाषा", "ภาษาไทย", "\ud7ff\ue000\uffff", "it's 12,345.67 °C",
]

RULES = "".join(
    f"{' '.join(f'{ord(c):X}' for c in source)}\t{' '.join(f'{ord(c):X}' for c in target)}\n"
    for source, target in [
        ("\u00a0", " "), ("\u3000", " "), ("\u200b", ""), ("\ufeff", ""), ("\ufb01", "fi"), ("½", "1 2"),
        ("e\u0301", "é"), ("\t", " "), ("Ｂ", "B"), ("ＡＢ", "ab"), ("ガ", "  ga  ")])


def main():
    shutil.rmtree(OUTPUT, ignore_errors=True)
    demo = (ROOT / "Corpora/demo-test.en-de.tsv").read_text().rstrip("\n").split("\n")
    demo = [side for line in demo for side in line.split("\t")]
    lines = demo + ODD

    codes = learn_codes(demo, 300)
    segmented = write_subword_nmt_case(OUTPUT / "codes", lines, codes)
    write_subword_nmt_case(OUTPUT / "codes-of-version-0.1", lines, codes.split("\n", 1)[1])
    vocabulary = vocabulary_of(segmented[: len(demo)])
    write_subword_nmt_case(OUTPUT / "codes-vocabulary", lines, codes, vocabulary, 4)
    write_subword_nmt_case(
        OUTPUT / "codes-of-version-0.1-vocabulary", lines, codes.split("\n", 1)[1], vocabulary, 4)
    write_subword_nmt_case(
        OUTPUT / "codes-glossaries", lines, codes, glossaries=["USA", "<b>\\w*</b>", "cont", "[0-9]+"])
    # No learner writes such codes: later merges make what earlier ones take, and lines stand twice.
    odd = "#version: 0.2\nabc ab\na b\nabc abc\nab c\na b</w>\naa aa\na a\nb a\nab ab</w>\na b\nc </w>\nba b</w>\n"
    write_subword_nmt_case(
        OUTPUT / "codes-out-of-order",
        ["abcabc abcab ababcab aaaa aaaaa aaaaaaa baab bab abab ab cc ccab abcabcabc"], odd)
    write_subword_nmt_case(
        OUTPUT / "codes-out-of-order-vocabulary",
        ["abcabc abcab ababcab aaaa aaaaa aaaaaaa baab bab abab ab cc ccab abcabcabc"],
        odd, "ab 3\na@@ 3\nc@@ 1\naa@@ 9\n", 2)

    rules = OUTPUT.parent / "rules.tsv"
    rules.write_text(RULES)
    back = OUTPUT.parent / "back.tsv"
    back.write_text("53 69 65\t73 69 65\n65\t\n")  # Sie to sie, e to nothing
    symbols = {"user_defined_symbols": ["<sep>", "<ph>", "▁▁a"], "control_symbols": ["<2de>"]}
    models = {
        "bpe": {"vocab_size": 250, "denormalization_rule_tsv": str(back)},
        "unigram": {"vocab_size": 200},
        "bpe-bytes-symbols": {"vocab_size": 520, "byte_fallback": True, **symbols},
        "unigram-bytes-symbols": {"vocab_size": 460, "byte_fallback": True, **symbols},
        "bpe-spaces-kept": {
            "vocab_size": 250, "remove_extra_whitespaces": False, "add_dummy_prefix": False,
            "allow_whitespace_only_pieces": True},
        "bpe-unused": {"vocab_size": 250},
        "unigram-unused": {"vocab_size": 200, "unk_surface": "?"},
        "unigram-space-last": {"vocab_size": 200, "treat_whitespace_as_suffix": True},
    }
    for name, options in models.items():
        normalization = (
            {"normalization_rule_name": "identity"} if "kept" in name
            else {"normalization_rule_tsv": str(rules)})
        train_model(
            OUTPUT / name, demo * 4, model_type=name.split("-")[0], character_coverage=1.0,
            **normalization, **options)
        if "unused" in name:
            disuse(OUTPUT / name, lambda piece: len(piece) > 1 and sum(map(ord, piece)) % 3 != 1)
        write_sentencepiece_case(OUTPUT / name, lines)
    rules.unlink()
    back.unlink()


if __name__ == "__main__":
    main()
