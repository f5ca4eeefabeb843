"""What subword-nmt and SentencePiece make of lines, as folders that TextTests compares with.

A case is a folder:

    input.txt          lines, ended by LF alone
    expected.txt       what the reference made of each
    codes              of subword-nmt, with, as a case has them:
    vocabulary, threshold, glossaries
    merges             how many were asked for, where the codes were learned from input.txt
    model              of SentencePiece instead; expected.txt then has the pieces of a line as
                       NUMBER:PIECE with U+001F between, and decoded.txt what their numbers decode to

Needs: pip install subword-nmt sentencepiece protobuf.
"""

import contextlib
import io
import pathlib

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from subword_nmt import apply_bpe, get_vocab, learn_bpe


def write_lines(path, lines):
    path.write_bytes("".join(line + "\n" for line in lines).encode())


def learn_codes(lines, symbols):
    """The text of codes learned from lines; `min_frequency` is subword-nmt's own 2."""
    codes = io.StringIO()
    with contextlib.redirect_stderr(io.StringIO()):
        learn_bpe.learn_bpe(lines, codes, symbols)
    return codes.getvalue()


def vocabulary_of(segmented):
    """What `subword-nmt get-vocab` writes for segmented lines."""
    counted = io.StringIO()
    get_vocab.get_vocab(io.StringIO("\n".join(segmented)), counted)
    return counted.getvalue()


def write_subword_nmt_case(folder, lines, codes, vocabulary=None, threshold=None, glossaries=()):
    """Writes what `subword-nmt apply-bpe` makes of lines, and returns it."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "codes").write_bytes(codes.encode())
    known = None
    if vocabulary is not None:
        (folder / "vocabulary").write_bytes(vocabulary.encode())
        known = apply_bpe.read_vocabulary(vocabulary.rstrip("\n").split("\n"), threshold)
    if threshold is not None:
        (folder / "threshold").write_text(f"{threshold}\n")
    if glossaries:
        write_lines(folder / "glossaries", glossaries)
    bpe = apply_bpe.BPE(io.StringIO(codes), vocab=known, glossaries=list(glossaries) or None)
    segmented = [bpe.process_line(line) for line in lines]
    write_lines(folder / "input.txt", lines)
    write_lines(folder / "expected.txt", segmented)
    return segmented


def train_model(folder, lines, **options):
    """Trains a SentencePiece model; the same lines and options give the same model."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model = io.BytesIO()
    options = {"minloglevel": 2, "num_threads": 1, "character_coverage": 0.9995} | options
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, **options)
    (folder / "model").write_bytes(model.getvalue())


def disuse(folder, is_unused):
    """Makes pieces unused, as a restricted vocabulary does."""
    path = pathlib.Path(folder) / "model"
    model = sentencepiece_model_pb2.ModelProto.FromString(path.read_bytes())
    for piece in model.pieces:
        if piece.type == piece.NORMAL and is_unused(piece.piece):
            piece.type = piece.UNUSED
    path.write_bytes(model.SerializeToString())


def write_sentencepiece_case(folder, lines):
    """Writes what SentencePiece makes of lines with the model in the folder."""
    folder = pathlib.Path(folder)
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "model"))
    pieces = processor.encode(lines, out_type=str)
    numbers = processor.encode(lines, out_type=int)
    write_lines(folder / "input.txt", lines)
    write_lines(
        folder / "expected.txt",
        ["\x1f".join(map("{}:{}".format, *line)) for line in zip(numbers, pieces)])
    write_lines(
        folder / "decoded.txt",
        [processor.decode(line) for line in numbers])
