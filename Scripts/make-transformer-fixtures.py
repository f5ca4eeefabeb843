#!/usr/bin/env python3
"""Makes the tensors that TransformerTests compares this project's model with.

PyTorch's own layers (nn.TransformerEncoderLayer, nn.TransformerDecoderLayer) compute logits, loss
and the gradient of every parameter, in double precision, over padded batches with masks. Where a
variant has what they lack (RMSNorm, SwiGLU, rotary positions, ALiBi), the block of the layer that
differs is replaced. Each variant is written to Tests/TransformerTests/Fixtures/NAME.safetensors:

    weights/PARAMETER, gradients/PARAMETER   by this project's names, products as [in, out]
    source.ids, source.lengths               what the encoder reads, without padding
    target.inputs, target.outputs, target.lengths
    logits [target tokens, vocabulary], loss [1]
    metadata: configuration, as config.json has it; smoothing

Learned positions are written as far as the longest sentence reaches.

    make-transformer-fixtures.py [NAME …]    all of them without names

Needs: pip install torch safetensors numpy. The same seeds give the same files.
"""

import json
import math
import pathlib
import sys

import numpy
import torch
from safetensors.numpy import save_file
from torch import nn

PADDING, BEGIN, END = 0, 2, 3
FIRST_WORD = 4
SMOOTHING = 0.1
# What a configuration means that does not say so, as those of the first engines.
USUAL = dict(norm="layer", activation="relu", positions="sinusoidal")
OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "Tests/TransformerTests/Fixtures"


def alibi_slopes(heads):
    """Press et al. 2022: 2^(-8/n), 2^(-16/n), … for a power of 2; its neighbours' otherwise."""
    power = 2 ** math.floor(math.log2(heads))
    slopes = [2 ** (-8 * (i + 1) / power) for i in range(power)]
    if power < heads:
        slopes += alibi_slopes(2 * power)[0::2][: heads - power]
    return slopes


def rotated(x):
    """Su et al. 2021, eq. 34, with columns j and j + d/2 for a pair; [batch, heads, time, d]"""
    length, half = x.shape[2], x.shape[3] // 2
    rates = 10_000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = torch.arange(length, dtype=torch.float64)[:, None] * rates
    first, second = x[..., :half], x[..., half:]
    return torch.cat(
        [first * angles.cos() - second * angles.sin(),
         first * angles.sin() + second * angles.cos()], dim=3)


class Variant:
    """What PyTorch's layers lack."""

    def adapt(self, c):
        self.c = c
        if c["norm"] == "rms":
            for name in "norm1", "norm2", "norm3":
                if hasattr(self, name):
                    setattr(self, name, nn.RMSNorm(c["modelDimension"], eps=1e-6))
        if c["activation"] == "swiglu":
            self.linear1 = nn.Linear(c["modelDimension"], 2 * c["feedForwardDimension"])
        return self

    def _ff_block(self, x):
        if self.c["activation"] != "swiglu":
            return super()._ff_block(x)
        gate, value = self.linear1(x).chunk(2, dim=2)
        return self.linear2(nn.functional.silu(gate) * value)

    def _sa_block(self, x, attention_mask, padding_mask, is_causal=False):
        if self.c["positions"] not in ("rotary", "alibi"):
            return super()._sa_block(x, attention_mask, padding_mask, is_causal)
        (B, T, D), heads = x.shape, self.c["heads"]
        parts = nn.functional.linear(
            x, self.self_attn.in_proj_weight, self.self_attn.in_proj_bias).chunk(3, dim=2)
        query, key, value = (p.view(B, T, heads, D // heads).transpose(1, 2) for p in parts)
        bias = additive(padding_mask)[:, None, None, :].expand(B, heads, T, T)
        if attention_mask is not None:
            bias = bias + additive(attention_mask)
        if self.c["positions"] == "rotary":
            query, key = rotated(query), rotated(key)
        else:
            place = torch.arange(T, dtype=torch.float64)
            distance = (place[:, None] - place[None, :]).abs()
            slopes = torch.tensor(alibi_slopes(heads), dtype=torch.float64)
            bias = bias - slopes[:, None, None] * distance
        context = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        return self.self_attn.out_proj(context.transpose(1, 2).reshape(B, T, D))


def additive(mask):
    """0 to attend, −∞ to ignore, where PyTorch has not made it so already."""
    if mask.dtype != torch.bool:
        return mask
    return torch.zeros(mask.shape, dtype=torch.float64).masked_fill(mask, -torch.inf)


class EncoderLayer(Variant, nn.TransformerEncoderLayer):
    pass


class DecoderLayer(Variant, nn.TransformerDecoderLayer):
    """PyTorch's layer, but a sentence without source tokens has cross-attention context 0.

    PyTorch's softmax over no keys is NaN. Only the projection's bias is left of the sublayer.
    """

    def _mha_block(self, x, memory, attention_mask, padding_mask, is_causal=False):
        empty = padding_mask.all(dim=1)
        output, _ = self.multihead_attn(
            x, memory, memory, key_padding_mask=padding_mask & ~empty[:, None], need_weights=False)
        return torch.where(empty[:, None, None], self.multihead_attn.out_proj.bias, output)


class Model(nn.Module):
    def __init__(self, c, longest):
        super().__init__()
        self.c = c
        D = c["modelDimension"]
        sizes = dict(
            d_model=D, nhead=c["heads"], dim_feedforward=c["feedForwardDimension"], dropout=0,
            layer_norm_eps=1e-5, batch_first=True, norm_first=c["normalization"] == "pre")
        if c["activation"] == "gelu":
            sizes["activation"] = lambda x: nn.functional.gelu(x, approximate="tanh")

        def final():
            if not sizes["norm_first"]:
                return None
            return nn.RMSNorm(D, eps=1e-6) if c["norm"] == "rms" else nn.LayerNorm(D, eps=1e-5)

        self.encoder = nn.TransformerEncoder(
            EncoderLayer(**sizes).adapt(c), c["encoderLayers"], final(),
            enable_nested_tensor=False)
        self.decoder = nn.TransformerDecoder(
            DecoderLayer(**sizes).adapt(c), c["decoderLayers"], final())
        if c["positions"] == "learned":
            self.source_positions = nn.Parameter(torch.zeros(longest[0], D))
            self.target_positions = nn.Parameter(torch.zeros(longest[1], D))
        self.target = nn.Embedding(c["targetVocabulary"], D)
        self.output = nn.Linear(D, c["targetVocabulary"])
        self.source = (
            self.target if c["tying"] == "all" else nn.Embedding(c["sourceVocabulary"], D))
        if c["tying"] != "none":
            self.output.weight = self.target.weight

    def embed(self, ids, table, learned):
        D, kind = self.c["modelDimension"], self.c["positions"]
        if kind == "learned":
            return table(ids) * math.sqrt(D) + getattr(self, learned)[: ids.shape[1]]
        if kind != "sinusoidal":
            return table(ids) * math.sqrt(D)
        position = torch.arange(ids.shape[1], dtype=torch.float64)[:, None]
        angles = position / 10_000 ** (torch.arange(0, D, 2, dtype=torch.float64) / D)
        encoding = torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)  # interleaved
        return table(ids) * math.sqrt(D) + encoding

    def forward(self, source, source_padding, inputs, target_padding):
        empty = source_padding.all(dim=1)
        # The encoder may see one padding token of an empty source, as nobody reads its output.
        memory = self.encoder(
            self.embed(source, self.source, "source_positions"),
            src_key_padding_mask=source_padding & ~empty[:, None])
        length = inputs.shape[1]
        later = torch.triu(torch.ones(length, length, dtype=torch.bool), diagonal=1)
        hidden = self.decoder(
            self.embed(inputs, self.target, "target_positions"), memory, tgt_mask=later,
            tgt_key_padding_mask=target_padding, memory_key_padding_mask=source_padding)
        return self.output(hidden)


def randomize(model, generator):
    """Weights at which every part matters: attention far from uniform, no bias 0, no gain 1."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            draws = torch.randn(p.shape, generator=generator, dtype=torch.float64)
            if "norm" in name and name.endswith("weight"):
                values = 1 + 0.3 * draws
            elif p.dim() == 1:
                values = 0.3 * draws
            elif p is model.target.weight or p is model.source.weight:
                values = draws / math.sqrt(p.shape[1])
            else:
                values = 1.2 * draws / math.sqrt(p.shape[1])
            p.copy_(values.float().double())  # what the file can hold


def linear(path, weight, bias):
    return [(f"{path}.weight", weight, True), (f"{path}.bias", bias, False)]


def norm(path, layer):
    found = [(f"{path}.gamma", layer.weight, False)]
    if isinstance(layer, nn.LayerNorm):
        found.append((f"{path}.beta", layer.bias, False))
    return found


def layer_parameters(path, layer, D):
    """(our name, PyTorch's parameter, rows of it, whether it is transposed in ours)"""
    attention = layer.self_attn
    found = linear(
        f"{path}.selfAttention.queryKeyValue", attention.in_proj_weight, attention.in_proj_bias)
    found += linear(
        f"{path}.selfAttention.output", attention.out_proj.weight, attention.out_proj.bias)
    found += norm(f"{path}.selfAttentionNorm", layer.norm1)
    found += linear(f"{path}.feedForward.inner", layer.linear1.weight, layer.linear1.bias)
    found += linear(f"{path}.feedForward.outer", layer.linear2.weight, layer.linear2.bias)
    cross = getattr(layer, "multihead_attn", None)
    found += norm(f"{path}.feedForwardNorm", layer.norm3 if cross else layer.norm2)
    found = [(name, p, slice(None), transposed) for name, p, transposed in found]
    if cross:
        for part, rows in ("query", slice(0, D)), ("keyValue", slice(D, None)):
            for name, p, transposed in linear(
                    f"{path}.crossAttention.{part}", cross.in_proj_weight, cross.in_proj_bias):
                found.append((name, p, rows, transposed))
        rest = linear(
            f"{path}.crossAttention.output", cross.out_proj.weight, cross.out_proj.bias)
        rest += norm(f"{path}.crossAttentionNorm", layer.norm2)
        found += [(name, p, slice(None), transposed) for name, p, transposed in rest]
    return found


def parameters(model):
    c, D = model.c, model.c["modelDimension"]
    whole = slice(None)
    found = [("target.embedding", model.target.weight, whole, False)]
    if c["tying"] != "all":
        found.append(("source.embedding", model.source.weight, whole, False))
    if c["tying"] == "none":
        found.append(("output.weight", model.output.weight, whole, False))
    if c["positions"] == "learned":
        found.append(("source.positions", model.source_positions, whole, False))
        found.append(("target.positions", model.target_positions, whole, False))
    found.append(("output.bias", model.output.bias, whole, False))
    for side in "encoder", "decoder":
        stack = getattr(model, side)
        for i, layer in enumerate(stack.layers):
            found += layer_parameters(f"{side}.layers.{i}", layer, D)
        if stack.norm is not None:
            found += [(n, p, whole, t) for n, p, t in norm(f"{side}.norm", stack.norm)]
    return found


def padded(sentences):
    longest = max(map(len, sentences))
    ids = torch.tensor([s + [PADDING] * (longest - len(s)) for s in sentences])
    lengths = torch.tensor([[len(s)] for s in sentences])
    return ids, torch.arange(longest)[None, :] >= lengths


def make(name, seed, lengths, **configuration):
    if sys.argv[1:] and name not in sys.argv[1:]:
        return
    generator = torch.Generator().manual_seed(seed)
    longest = [max(side) for side in zip(*lengths)]
    model = Model(configuration, longest).double().train()
    randomize(model, generator)

    def words(count, vocabulary):
        return torch.randint(FIRST_WORD, vocabulary, (count,), generator=generator).tolist()

    # A source length of 0 has no </s> either.
    sources = [
        words(s - 1, configuration["sourceVocabulary"]) + [END] if s else [] for s, _ in lengths]
    targets = [words(t - 1, configuration["targetVocabulary"]) for _, t in lengths]
    inputs = [[BEGIN] + t for t in targets]
    outputs = [token for t in targets for token in t + [END]]

    target_ids, target_padding = padded(inputs)
    logits = model(*padded(sources), target_ids, target_padding)[~target_padding]
    loss = nn.functional.cross_entropy(
        logits, torch.tensor(outputs), label_smoothing=SMOOTHING, reduction="mean")
    loss.backward()

    tensors = {
        "source.ids": [token for s in sources for token in s],
        "source.lengths": [len(s) for s in sources],
        "target.inputs": [token for t in inputs for token in t],
        "target.outputs": outputs,
        "target.lengths": [len(t) for t in inputs],
    }
    tensors = {k: numpy.array(v, dtype=numpy.int64) for k, v in tensors.items()}
    tensors["logits"] = float32(logits)
    tensors["loss"] = float32(loss[None])
    for ours, p, rows, transposed in parameters(model):
        tensors[f"weights/{ours}"] = float32(p[rows].T if transposed else p[rows])
        tensors[f"gradients/{ours}"] = float32(p.grad[rows].T if transposed else p.grad[rows])
    written = {k: v for k, v in configuration.items() if USUAL.get(k) != v}
    metadata = {"configuration": json.dumps(written), "smoothing": str(SMOOTHING)}
    path = OUTPUT / f"{name}.safetensors"
    save_file(tensors, path, metadata)
    print(f"{path.name}: {path.stat().st_size} bytes, loss {loss.item():.6f}")


def float32(x):
    array = x.detach().float().contiguous().numpy()
    assert numpy.isfinite(array).all()
    return array


def sizes(
        D, F, heads, encoder, decoder, source, target, normalization, tying, **variant):
    return USUAL | dict(
        modelDimension=D, feedForwardDimension=F, heads=heads, encoderLayers=encoder,
        decoderLayers=decoder, sourceVocabulary=source, targetVocabulary=target, dropout=0,
        normalization=normalization, tying=tying) | variant


if __name__ == "__main__":
    OUTPUT.mkdir(parents=True, exist_ok=True)
    uneven = [(4, 6), (7, 3), (1, 1), (9, 8)]
    make("post-norm-tied-all", 1, uneven, **sizes(8, 16, 4, 2, 2, 23, 23, "post", "all"))
    make("pre-norm-tied-target", 2, uneven, **sizes(12, 16, 3, 2, 1, 29, 23, "pre", "target"))
    # 18 columns a head: one vector of 16 and a rest; 19 keys: two vectors a row of weights.
    make(
        "post-norm-untied", 3, [(19, 5), (2, 17), (6, 6)],
        **sizes(18, 10, 1, 1, 1, 19, 13, "post", "none"))
    empty = [(3, 4), (0, 5), (5, 2)]
    make("post-norm-empty-source", 4, empty, **sizes(8, 16, 2, 1, 1, 13, 13, "post", "all"))
    make("pre-norm-empty-source", 5, empty, **sizes(8, 16, 2, 1, 1, 13, 13, "pre", "all"))
    make(
        "rms-gelu-learned", 6, uneven,
        **sizes(8, 12, 2, 3, 1, 17, 13, "post", "target", norm="rms",
                activation="gelu", positions="learned"))
    make(
        "rms-swiglu-rotary", 7, uneven,
        **sizes(12, 10, 2, 2, 1, 17, 17, "pre", "all", norm="rms", activation="swiglu",
                positions="rotary"))
    # A number of heads that is no power of 2, and more keys than a vector.
    make(
        "alibi-three-heads", 8, [(19, 4), (2, 18), (6, 6)],
        **sizes(12, 10, 3, 2, 2, 13, 13, "post", "all", positions="alibi"))
