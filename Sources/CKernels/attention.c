// Attention over packed sequences, one (sequence, head) at a time.
//
// A pair's keys, values and scores fit the first-level cache, so products, softmax and scaling
// run there without a trip to memory. All six products of the forward and backward pass are one
// small kernel, `multiply`, that reads its left side by two strides; where the right side is
// wanted transposed it is copied so first. oneDNN's batched product was the alternative: it wants
// a plan for every (queries, keys) pair and separate passes for mask and softmax.

#include "loops.h"

INLINE int64_t padded(int64_t count) { return (count + 15) & ~(int64_t)15; }

typedef uint16_t halves16 __attribute__((vector_size(32), aligned(2)));
typedef uint32_t bits16 __attribute__((vector_size(64)));

/// Elements i … i + 15, and i alone, of floats or of bfloat16; the compiler knows of which.
#define load16_of(p, i, halves)                                                           \
    ((halves) ? (vector16)(__builtin_convertvector(                                       \
                               *(const halves16 *)((const uint16_t *)(p) + (i)), bits16)  \
                           << 16)                                                         \
              : load16((const float *)(p) + (i)))
#define load_of(p, i, halves) \
    ((halves) ? from_bf16(((const uint16_t *)(p))[i]) : ((const float *)(p))[i])

/// result[R, 16·C] = left[R, inner] · right[inner, 16·C], with R and C known to the compiler.
#define TILE(R, C)                                                                        \
    {                                                                                     \
        vector16 sum[R][C];                                                               \
        for (int r = 0; r < R; r++)                                                       \
            for (int c = 0; c < C; c++) sum[r][c] = (vector16){0};                        \
        for (int64_t k = 0; k < inner; k++)                                               \
            for (int c = 0; c < C; c++) {                                                 \
                vector16 b = load16_of(right, k * right_stride + j + 16 * c, halves);     \
                for (int r = 0; r < R; r++)                                               \
                    sum[r][c] += left[(i + r) * left_row + k * left_inner] * b;           \
            }                                                                             \
        for (int r = 0; r < R; r++)                                                       \
            for (int c = 0; c < C; c++)                                                   \
                store16(result + (i + r) * result_stride + j + 16 * c, sum[r][c]);        \
    }

/// Up to three rows at once: one alone would wait for each of its own sums.
#define LAST_ROWS(C)                                                                      \
    switch (rows - i) {                                                                   \
    case 3: TILE(3, C) break;                                                             \
    case 2: TILE(2, C) break;                                                             \
    case 1: TILE(1, C) break;                                                             \
    }

/// result[rows, columns] = left[rows, inner] · right[inner, columns].
///
/// left is read at [i · left_row + k · left_inner], so that its transpose costs nothing; right is
/// of floats or of bfloat16.
INLINE void multiply_by(
    float *result, int64_t result_stride, const float *left, int64_t left_row, int64_t left_inner,
    const void *right, int halves, int64_t right_stride, int64_t rows, int64_t columns,
    int64_t inner) {
#pragma clang fp contract(fast)
    int64_t j = 0;
    for (; j + 32 <= columns; j += 32) {
        int64_t i = 0;
        for (; i + 4 <= rows; i += 4) TILE(4, 2)
        LAST_ROWS(2)
    }
    for (; j + 16 <= columns; j += 16) {
        int64_t i = 0;
        for (; i + 4 <= rows; i += 4) TILE(4, 1)
        LAST_ROWS(1)
    }
    if (j == columns) return;
    for (int64_t i = 0; i < rows; i++)
        for (int64_t c = j; c < columns; c++) {
            float sum = 0;
            for (int64_t k = 0; k < inner; k++)
                sum += left[i * left_row + k * left_inner]
                    * load_of(right, k * right_stride + c, halves);
            result[i * result_stride + c] = sum;
        }
}

INLINE void multiply(
    float *result, int64_t result_stride, const float *left, int64_t left_row, int64_t left_inner,
    const float *right, int64_t right_stride, int64_t rows, int64_t columns, int64_t inner) {
    multiply_by(
        result, result_stride, left, left_row, left_inner, right, 0, right_stride, rows, columns,
        inner);
}

#define LIST(...) __VA_ARGS__

/// Swaps blocks of `width` columns between rows that lie `width` apart, one of the four steps of
/// transposing 16 × 16 numbers. LOW and HIGH pick from both rows, the second one's from 16 on.
#define SWAP(from, to, width, LOW, HIGH)                                                  \
    for (int r = 0; r < 16; r++) {                                                        \
        if (r & width) continue;                                                          \
        to[r] = __builtin_shufflevector(from[r], from[r + width], LIST LOW);              \
        to[r + width] = __builtin_shufflevector(from[r], from[r + width], LIST HIGH);     \
    }

/// out[16, 16] = xᵀ, where rows of x from `rows` on count as zeros.
INLINE void transpose_block(
    float *restrict out, int64_t out_stride, const float *restrict x, int64_t stride,
    int64_t rows) {
    static const float zeros[16];
    vector16 a[16], b[16];
    for (int r = 0; r < 16; r++) a[r] = load16(r < rows ? x + r * stride : zeros);
    SWAP(a, b, 8, (0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
         (8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
    SWAP(b, a, 4, (0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
         (4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
    SWAP(a, b, 2, (0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
         (2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
    SWAP(b, a, 1, (0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
         (1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
    for (int r = 0; r < 16; r++) store16(out + r * out_stride, a[r]);
}

/// transposed[columns, padded(rows)] = xᵀ, its padding zero.
INLINE void transpose(
    float *restrict transposed, const float *restrict x, int64_t stride, int64_t rows,
    int64_t columns) {
    int64_t width = padded(rows), j = 0;
    for (; j + 16 <= columns; j += 16)
        for (int64_t i = 0; i < width; i += 16)
            transpose_block(
                transposed + j * width + i, width, x + i * stride + j, stride, rows - i);
    for (; j < columns; j++)
        for (int64_t i = 0; i < width; i++)
            transposed[j * width + i] = i < rows ? x[i * stride + j] : 0;
}

/// x ← softmax(x · scale) over the first `visible` of `width` columns, 0 in the others.
///
/// Always 16 at a time, because most rows are shorter than the compiler's loops: reads and writes
/// padded(visible) columns, whatever they hold.
INLINE void softmax_row(float *x, int64_t visible, int64_t width, float scale) {
#pragma clang fp reassociate(on) contract(fast)
    const integers16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const vector16 nothing = (vector16){0} - INFINITY;
    int64_t end = padded(visible);
    vector16 best = nothing;
    for (int64_t j = 0; j < end; j += 16) {
        vector16 v = load16(x + j);
        v = select16(lane < (int32_t)(visible - j), v, nothing);
        store16(x + j, v);
        best = larger16(v, best);
    }
    float maximum = largest_of_16(best);
    vector16 sums = {0};
    for (int64_t j = 0; j < end; j += 16) {
        // What is not there becomes e⁻⁸⁷, nothing beside the largest, which becomes 1.
        vector16 e = (load16(x + j) - maximum) * scale;
        exp16(&e);
        store16(x + j, e);
        sums += e;
    }
    vector16 inverse = (vector16){0} + 1.0f / sum_of_16(sums);
    for (int64_t j = 0; j < end; j += 16) {
        vector16 v = load16(x + j) * inverse;
        store16(x + j, select16(lane < (int32_t)(visible - j), v, (vector16){0}));
    }
    for (int64_t j = end; j < width; j += 16) store16(x + j, (vector16){0});
}

/// x[s] −= slope · |t − s|: what query t's scores lose with the distance of the key.
INLINE void lose_with_distance(float *x, int64_t t, int64_t count, float slope) {
    for (int64_t s = 0; s < count; s++) x[s] -= slope * (float)(t < s ? s - t : t - s);
}

/// One head's rows of queries, keys or values as floats.
typedef struct {
    const float *rows;
    int64_t stride;
} head_rows;

/// [rows, d] of the matrix `x`, whose element `at` is the first; converted into `room`, which then
/// begins behind them, if they are bfloat16.
INLINE head_rows head_floats(
    const void *x, int64_t at, int64_t stride, int64_t rows, int64_t d, int32_t halves,
    float **room) {
    if (!halves) return (head_rows){(const float *)x + at, stride};
    const uint16_t *from = (const uint16_t *)x + at;
    float *to = *room;
    for (int64_t n = 0; n < rows; n++)
        for (int64_t j = 0; j < d; j++) to[n * d + j] = from_bf16(from[n * stride + j]);
    *room = to + rows * d;
    return (head_rows){to, d};
}

DISPATCHED void kernel_attention(
    float *context, float *weights, const void *query, const void *key, const void *value,
    float *scratch, kernel_attention_shape shape) {
    int64_t d = shape.head_dim, D = shape.heads * d;
    float scale = 1.0f / sqrtf((float)d);
    for (int64_t n = 0; n < shape.sequences; n++) {
        int64_t T = shape.query_start[n + 1] - shape.query_start[n];
        int64_t S = shape.key_start[n + 1] - shape.key_start[n], width = padded(S);
        if (T == 0) continue;
        for (int64_t h = 0; h < shape.heads; h++) {
            float *room = scratch + d * width;
            head_rows q = head_floats(
                query, shape.query_start[n] * shape.query_stride + h * d, shape.query_stride, T, d,
                shape.halves, &room);
            head_rows k = head_floats(
                key, shape.key_start[n] * shape.key_stride + h * d, shape.key_stride, S, d,
                shape.halves, &room);
            head_rows v = head_floats(
                value, shape.key_start[n] * shape.value_stride + h * d, shape.value_stride, S, d,
                shape.halves, &room);
            float *w = weights + shape.weights_start[n] + h * T * width;
            transpose(scratch, k.rows, k.stride, S, d);
            multiply(w, width, q.rows, q.stride, 1, scratch, width, T, width, d);
            for (int64_t t = 0; t < T; t++) {
                int64_t visible = shape.causal && t + 1 < S ? t + 1 : S;
                if (shape.slopes)
                    lose_with_distance(w + t * width, t, visible, shape.slopes[h] / scale);
                softmax_row(w + t * width, visible, width, scale);
            }
            multiply(
                context + shape.query_start[n] * D + h * d, D, w, width, 1, v.rows, v.stride, T, d,
                S);
        }
    }
}

/// dScores = weights · (dWeights − Σ dWeights·weights) · scale, in the place of dWeights.
INLINE void softmax_row_backward(
    float *restrict d, const float *restrict w, int64_t width, float scale) {
#pragma clang fp reassociate(on) contract(fast)
    float sum = 0;
    for (int64_t j = 0; j < width; j++) sum += d[j] * w[j];
    for (int64_t j = 0; j < width; j++) d[j] = w[j] * (d[j] - sum) * scale;
}

DISPATCHED void kernel_attention_backward(
    float *d_query, float *d_key, float *d_value, const float *d_context, const float *weights,
    const void *query, const void *key, const void *value, float *scratch,
    kernel_attention_shape shape) {
    int64_t d = shape.head_dim, D = shape.heads * d;
    float scale = 1.0f / sqrtf((float)d);
    for (int64_t n = 0; n < shape.sequences; n++) {
        int64_t T = shape.query_start[n + 1] - shape.query_start[n];
        int64_t S = shape.key_start[n + 1] - shape.key_start[n], width = padded(S);
        int64_t query_at = shape.query_start[n] * shape.query_stride;
        int64_t key_at = shape.key_start[n] * shape.key_stride;
        int64_t value_at = shape.key_start[n] * shape.value_stride;
        float *d_scores = scratch + d * width;
        for (int64_t h = 0; h < shape.heads; h++) {
            float *room = d_scores + T * width;
            head_rows q = head_floats(
                query, query_at + h * d, shape.query_stride, T, d, shape.halves, &room);
            head_rows k = head_floats(
                key, key_at + h * d, shape.key_stride, S, d, shape.halves, &room);
            head_rows v = head_floats(
                value, value_at + h * d, shape.value_stride, S, d, shape.halves, &room);
            const float *w = weights + shape.weights_start[n] + h * T * width;
            const float *d_out = d_context + shape.query_start[n] * D + h * d;
            transpose(scratch, v.rows, v.stride, S, d);
            multiply(d_scores, width, d_out, D, 1, scratch, width, T, width, d);
            for (int64_t t = 0; t < T; t++)
                softmax_row_backward(d_scores + t * width, w + t * width, width, scale);
            multiply(
                d_value + value_at + h * d, shape.value_stride, w, 1, width, d_out, D, S, d, T);
            multiply(
                d_query + query_at + h * d, shape.query_stride, d_scores, width, 1, k.rows,
                k.stride, T, d, S);
            multiply(
                d_key + key_at + h * d, shape.key_stride, d_scores, 1, width, q.rows, q.stride, S,
                d, T);
        }
    }
}

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
