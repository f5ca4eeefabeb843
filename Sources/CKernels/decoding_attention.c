// Attention in decoding: the newest position of each hypothesis to its own past, which lies in
// slots, and to its sentence's source, which all hypotheses of the sentence share.

#include "attention.h"

/// The product of a row of floats and one of either type; 16 at a time by hand, because a head is
/// shorter than the compiler's loops.
INLINE float dot(const float *restrict a, const void *restrict b, int halves, int64_t at,
                 int64_t count) {
#pragma clang fp reassociate(off) contract(fast)
    vector16 sums = {0};
    int64_t j = 0;
    for (; j + 16 <= count; j += 16) sums += load16(a + j) * load16_of(b, at + j, halves);
    float sum = sum_of_16(sums);
    for (; j < count; j++) sum += a[j] * load_of(b, at + j, halves);
    return sum;
}

/// out[16·C from j] = Σ_t weights[t] · rows[t][16·C from at + j], with C known to the compiler.
#define WEIGHTED_SUM(C)                                                                   \
    for (; j + 16 * C <= columns; j += 16 * C) {                                          \
        vector16 sum[C];                                                                  \
        for (int c = 0; c < C; c++) sum[c] = (vector16){0};                               \
        for (int64_t t = 0; t < count; t++)                                               \
            for (int c = 0; c < C; c++)                                                   \
                sum[c] += weights[t] * load16_of(rows[t], at + j + 16 * c, halves);       \
        for (int c = 0; c < C; c++) store16(out + j + 16 * c, sum[c]);                    \
    }

/// out[columns] = Σ_t weights[t] · rows[t][columns from at].
INLINE void weighted_sum(
    float *restrict out, const float *restrict weights, const void *const *rows, int halves,
    int64_t at, int64_t count, int64_t columns) {
#pragma clang fp contract(fast)
    int64_t j = 0;
    WEIGHTED_SUM(4)
    WEIGHTED_SUM(1)
    for (; j < columns; j++) {
        float sum = 0;
        for (int64_t t = 0; t < count; t++)
            sum += weights[t] * load_of(rows[t], at + j, halves);
        out[j] = sum;
    }
}

/// Asks for memory that is read soon: what decoding reads in a step is seldom in a near cache, and
/// lies too scattered for the processor to guess.
INLINE void prefetch(const void *start, int64_t bytes) {
    for (int64_t i = 0; i < bytes; i += 64) __builtin_prefetch((const char *)start + i, 0, 2);
}

/// Where a row's position t has its keys and values.
INLINE const void *slot_of(kernel_slot_paths past, int64_t row, int64_t t, int64_t slot_bytes) {
    int32_t slot = past.slots[row * past.stride + t];
    return (const char *)past.chunks[slot / past.chunk_slots]
        + slot % past.chunk_slots * slot_bytes;
}

INLINE void slot_attention(
    float *context, const float *query, int64_t query_stride, kernel_slot_paths past, int halves,
    int64_t rows, int64_t heads, int64_t d, const float *slopes, float *scores,
    const void **scratch) {
    int64_t D = heads * d, slot_bytes = 2 * D * (halves ? 2 : 4);
    float scale = 1.0f / sqrtf((float)d);
    for (int64_t r = 0; r < rows; r++) {
        int64_t length = past.lengths[r], width = padded(length);
        for (int64_t t = 0; t < length; t++) scratch[t] = slot_of(past, r, t, slot_bytes);
        for (int64_t t = 0; r + 1 < rows && t < past.lengths[r + 1]; t++)
            prefetch(slot_of(past, r + 1, t, slot_bytes), slot_bytes);
        for (int64_t h = 0; h < heads; h++) {
            const float *q = query + r * query_stride + h * d;
            for (int64_t t = 0; t < length; t++)
                scores[t] = dot(q, scratch[t], halves, h * d, d);
            if (slopes) lose_with_distance(scores, length - 1, length, slopes[h] / scale);
            softmax_row(scores, length, width, scale);
            weighted_sum(context + r * D + h * d, scores, scratch, halves, D + h * d, length, d);
        }
    }
}

DISPATCHED void kernel_slot_attention(
    float *context, const float *query, int64_t query_stride, kernel_slot_paths past,
    int64_t rows, int64_t heads, int64_t head_dim, const float *slopes, float *scores,
    const void **scratch) {
    if (past.halves)
        slot_attention(
            context, query, query_stride, past, 1, rows, heads, head_dim, slopes, scores, scratch);
    else
        slot_attention(
            context, query, query_stride, past, 0, rows, heads, head_dim, slopes, scores, scratch);
}

DISPATCHED void kernel_transpose_keys(
    void *transposed, const float *keys, int64_t stride, int64_t length, int64_t columns,
    int32_t halves) {
    if (!halves) {
        transpose(transposed, keys, stride, length, columns);
        return;
    }
    uint16_t *out = transposed;
    int64_t width = padded(length), j = 0;
    for (; j + 16 <= columns; j += 16)
        for (int64_t i = 0; i < width; i += 16) {
            float block[16 * 16];
            transpose_block(block, 16, keys + i * stride + j, stride, length - i);
            for (int r = 0; r < 16; r++)
                for (int c = 0; c < 16; c++)
                    out[(j + r) * width + i + c] = to_bf16(block[16 * r + c]);
        }
    for (; j < columns; j++)
        for (int64_t i = 0; i < width; i++)
            out[j * width + i] = i < length ? to_bf16(keys[i * stride + j]) : 0;
}

INLINE void source_attention(
    float *context, const float *query, const kernel_source *sources, const int32_t *row_start,
    int64_t sentences, int64_t heads, int64_t d, int halves, float *scores, float *weights,
    int64_t weight_stride) {
    int64_t D = heads * d;
    float scale = 1.0f / sqrtf((float)d);
    for (int64_t n = 0; n < sentences; n++) {
        int64_t first = row_start[n], rows = row_start[n + 1] - first;
        int64_t S = sources[n].length, width = padded(S), bytes = halves ? 2 : 4;
        for (int64_t h = 0; h < heads; h++) {
            const char *keys = (const char *)sources[n].keys + h * d * width * bytes;
            const char *values = (const char *)sources[n].values + h * d * bytes;
            if (n + 1 < sentences) {
                kernel_source next = sources[n + 1];
                int64_t key_bytes = d * padded(next.length) * bytes;
                int64_t value_bytes = d * next.length * bytes;
                prefetch((const char *)next.keys + h * key_bytes, key_bytes);
                prefetch((const char *)next.values + h * value_bytes, value_bytes);
            }
            multiply_by(
                scores, width, query + first * D + h * d, D, 1, keys, halves, width, rows, width,
                d);
            for (int64_t r = 0; r < rows; r++) softmax_row(scores + r * width, S, width, scale);
            if (weights)
                for (int64_t r = 0; r < rows; r++)
                    for (int64_t s = 0; s < S; s++)
                        weights[(first + r) * weight_stride + s]
                            += scores[r * width + s] / (float)heads;
            multiply_by(
                context + first * D + h * d, D, scores, width, 1, values, halves, D, rows, d, S);
        }
    }
}

DISPATCHED void kernel_source_attention(
    float *context, const float *query, const kernel_source *sources, const int32_t *row_start,
    int64_t sentences, int64_t heads, int64_t head_dim, int32_t halves, float *scores,
    float *weights, int64_t weight_stride) {
    if (halves)
        source_attention(
            context, query, sources, row_start, sentences, heads, head_dim, 1, scores, weights,
            weight_stride);
    else
        source_attention(
            context, query, sources, row_start, sentences, heads, head_dim, 0, scores, weights,
            weight_stride);
}
