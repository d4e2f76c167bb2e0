"""The forward pass token by token in plain Python: keys unrotated, each pair turned by the distance to its query."""

import math


def forward(file, tokens, size, stride, kept):
    """Scores after each token, float64 lists; the oldest tokens fall out as the window says."""
    get = {name: file.tensor(name).astype(float).tolist() for name in file.places}
    layers, heads = file.field("llama.block_count"), file.field("llama.attention.head_count")
    shared, eps = file.field("llama.attention.head_count_kv"), file.field("llama.attention.layer_norm_rms_epsilon")
    width = len(get["output_norm.weight"]) // heads
    base = file.field("llama.rope.freq_base")
    past = [[] for _ in range(layers)]
    scores = []
    for position, token in enumerate(tokens):
        if len(past[0]) == size:
            past = [one[:kept] + one[kept + stride :] for one in past]
        x = list(get["token_embd.weight"][token])
        for i in range(layers):

            def weight(name, i=i):
                return get[f"blk.{i}.{name}.weight"]

            h = norm(x, weight("attn_norm"), eps)
            query, key, value = (times(weight(name), h) for name in ("attn_q", "attn_k", "attn_v"))
            past[i].append((position, key, value))
            out = []
            for head in range(heads):
                own = head * shared // heads
                q = query[head * width : (head + 1) * width]
                logits = []
                for j, (where, keys, _) in enumerate(past[i]):
                    # The kept tokens stand just before the window, whatever has fallen out between.
                    place = past[i][kept][0] - kept + j if j < kept < len(past[i]) else where
                    k = turn(keys[own * width : (own + 1) * width], place - position, base)
                    logits.append(sum(a * b for a, b in zip(q, k, strict=True)) / math.sqrt(width))
                top = max(logits)
                shares = [math.exp(logit - top) for logit in logits]
                for c in range(own * width, (own + 1) * width):
                    mixed = sum(share * values[c] for share, (_, _, values) in zip(shares, past[i], strict=True))
                    out.append(mixed / sum(shares))
            x = [a + b for a, b in zip(x, times(weight("attn_output"), out), strict=True)]
            h = norm(x, weight("ffn_norm"), eps)
            gate, up = times(weight("ffn_gate"), h), times(weight("ffn_up"), h)
            hidden = [g / (1 + math.exp(-g)) * u for g, u in zip(gate, up, strict=True)]
            x = [a + b for a, b in zip(x, times(weight("ffn_down"), hidden), strict=True)]
        head = get.get("output.weight", get["token_embd.weight"])
        scores.append(times(head, norm(x, get["output_norm.weight"], eps)))
    return scores


def times(matrix, x):
    return [sum(a * b for a, b in zip(row, x, strict=True)) for row in matrix]


def norm(x, weights, eps):
    size = math.sqrt(sum(a * a for a in x) / len(x) + eps)
    return [a / size * w for a, w in zip(x, weights, strict=True)]


def turn(x, distance, base):
    out = []
    for pair in range(len(x) // 2):
        angle = distance * base ** (-2 * pair / len(x))
        a, b = x[2 * pair], x[2 * pair + 1]
        out += [a * math.cos(angle) - b * math.sin(angle), a * math.sin(angle) + b * math.cos(angle)]
    return out
