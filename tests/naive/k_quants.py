"""The blocks of 256 weights read one weight at a time, as the format's description goes."""

import struct


def half(raw):
    return struct.unpack("<e", bytes(raw))[0]


def six_bits(packed, j):
    """The scale and the least value of part j."""
    if j < 4:
        return packed[j] & 63, packed[j + 4] & 63
    low = packed[j + 4]
    return low % 16 + (packed[j - 4] // 64) * 16, low // 16 + (packed[j] // 64) * 16


def q4_k(raw, high=None, start=16):
    out = []
    for i in range(256):
        part, within = divmod(i, 32)
        byte = raw[start + 32 * (part // 2) + within]
        q = byte // 16 if part % 2 else byte % 16
        if high is not None:
            q += 16 * (high[within] >> part & 1)
        scale, least = six_bits(raw[4:16], part)
        out.append(half(raw[:2]) * scale * q - half(raw[2:4]) * least)
    return out


def q5_k(raw):
    return q4_k(raw, high=raw[16:48], start=48)


def q6_k(raw):
    out = []
    for i in range(256):
        part, within = divmod(i, 32)
        side, quarter = divmod(part, 4)
        byte = raw[64 * side + 32 * (quarter % 2) + within]
        q = byte // 16 if quarter >= 2 else byte % 16
        q += 16 * (raw[128 + 32 * side + within] >> 2 * quarter & 3)
        scale = raw[192 + i // 16]
        out.append(half(raw[208:210]) * (scale - 256 if scale > 127 else scale) * (q - 32))
    return out
