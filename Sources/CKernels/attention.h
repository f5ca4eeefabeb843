// What attention in training and in decoding share: small products, transposing, softmax of a row.

#pragma once
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
