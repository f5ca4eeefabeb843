// Products with some columns alone, other ones for every few rows.
//
// Goals in order: that a row's numbers depend on nothing but the row; in whole numbers, the very
// numbers of kernel_int8_product; speed at one to four rows, which a beam has. Columns are read
// where they lie, as rows of a table of embeddings: sentences share most of those they choose, so
// that these stay in the second cache, where a copy for each sentence would not.

#include "loops.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

DISPATCHED void kernel_choose_int8(
    int32_t *restrict starts, float *restrict scales, const int8_t *restrict table,
    const float *restrict table_scales, const int32_t *columns, int64_t count, int64_t K) {
    for (int64_t n = 0; n < count; n++) {
        const int8_t *w = table + columns[n] * K;
        int32_t sum = 0;
        for (int64_t k = 0; k < K; k++) sum += w[k];
        starts[n] = -128 * sum;
        scales[n] = table_scales[columns[n]];
    }
}

DISPATCHED void kernel_chosen_product(
    float *y, const float *x, const float *table, const int32_t *columns, const float *bias,
    int64_t rows, int64_t K, int64_t count) {
#pragma clang fp reassociate(off) contract(fast)
    for (int64_t n = 0; n < count; n++) {
        const float *w = table + columns[n] * K;
        for (int64_t m = 0; m < rows; m++) {
            const float *row = x + m * K;
            vector16 even = {0}, odd = {0};
            int64_t k = 0;
            for (; k + 32 <= K; k += 32) {
                even += load16(row + k) * load16(w + k);
                odd += load16(row + k + 16) * load16(w + k + 16);
            }
            float sum = sum_of_16(even + odd);
            for (; k < K; k++) sum += row[k] * w[k];
            y[m * count + n] = sum + bias[n];
        }
    }
}

typedef struct {
    const uint8_t *x;
    const float *x_scales;
    const int8_t *table;
    const int32_t *columns, *starts;
    const float *scales, *bias;
    float *y;
    int64_t rows, K, x_stride, count;
} choice;

DISPATCHED static void plain_columns(choice c) {
#pragma clang fp contract(fast)
    for (int64_t n = 0; n < c.count; n++) {
        const int8_t *w = c.table + c.columns[n] * c.K;
        for (int64_t m = 0; m < c.rows; m++) {
            const uint8_t *x = c.x + m * c.x_stride;
            int32_t sum = c.starts[n];
            for (int64_t k = 0; k < c.K; k++) sum += x[k] * w[k];
            float product = (float)sum * c.scales[n];
            c.y[m * c.count + n] = product * c.x_scales[m] + c.bias[n];
        }
    }
}

// MARK: - With AVX-512 VNNI

#if defined(__x86_64__)
#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

/// Of 16 vectors each one's sum, in their order.
#define SUMS_OF_16(total, v)                                                                      \
    __m512i pairs[8], fours[4], eights[2];                                                        \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++) pairs[i] = _mm512_add_epi32(   \
        _mm512_unpacklo_epi32(v[2 * i], v[2 * i + 1]),                                            \
        _mm512_unpackhi_epi32(v[2 * i], v[2 * i + 1]));                                           \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; i++) fours[i] = _mm512_add_epi32(   \
        _mm512_unpacklo_epi64(pairs[2 * i], pairs[2 * i + 1]),                                    \
        _mm512_unpackhi_epi64(pairs[2 * i], pairs[2 * i + 1]));                                   \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 2; i++) eights[i] = _mm512_add_epi32(  \
        _mm512_shuffle_i32x4(fours[2 * i], fours[2 * i + 1], 0x44),                               \
        _mm512_shuffle_i32x4(fours[2 * i], fours[2 * i + 1], 0xEE));                              \
    total = _mm512_add_epi32(                                                                     \
        _mm512_shuffle_i32x4(eights[0], eights[1], 0x88),                                         \
        _mm512_shuffle_i32x4(eights[0], eights[1], 0xDD));

/// `height` rows, a constant where it is inlined, and 16 / height columns: 16 vectors of sums.
///
/// Of the rows `there` are; in the place of the others the last is taken again.
VNNI INLINE void vnni_block(choice c, int64_t n, const int height, const int there) {
    const int width = 16 / height;
    __m512i sums[16];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) sums[i] = _mm512_setzero_si512();
    for (int64_t k = 0; k < c.K; k += 64) {
        const __mmask64 mask = c.K - k >= 64 ? ~0ULL : (1ULL << (c.K - k)) - 1;
        __m512i x[4];
#pragma clang loop unroll(full)
        for (int m = 0; m < height; m++)
            x[m] = _mm512_maskz_loadu_epi8(
                mask, c.x + (m < there ? m : there - 1) * c.x_stride + k);
#pragma clang loop unroll(full)
        for (int j = 0; j < width; j++) {
            const __m512i w
                = _mm512_maskz_loadu_epi8(mask, c.table + c.columns[n + j] * c.K + k);
#pragma clang loop unroll(full)
            for (int m = 0; m < height; m++)
                sums[m * width + j] = _mm512_dpbusd_epi32(sums[m * width + j], x[m], w);
        }
    }
    __m512i total;
    SUMS_OF_16(total, sums)
    // A lane's column and row.
    const __m512i lane = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i column = _mm512_and_si512(lane, _mm512_set1_epi32(width - 1));
    const __m512i row = _mm512_srli_epi32(lane, width == 16 ? 4 : width == 8 ? 3 : 2);
    const __mmask16 columns = (__mmask16)((1 << width) - 1), rows = (__mmask16)((1 << there) - 1);
#define SPREAD(p) _mm512_permutexvar_ps(column, _mm512_maskz_loadu_ps(columns, p))
    total = _mm512_add_epi32(total, _mm512_permutexvar_epi32(
        column, _mm512_maskz_loadu_epi32(columns, c.starts + n)));
    __m512 y = _mm512_mul_ps(_mm512_cvtepi32_ps(total), SPREAD(c.scales + n));
    y = _mm512_fmadd_ps(
        y, _mm512_permutexvar_ps(row, _mm512_maskz_loadu_ps(rows, c.x_scales)),
        SPREAD(c.bias + n));
#undef SPREAD
    float out[16];
    _mm512_storeu_ps(out, y);
#pragma clang loop unroll(full)
    for (int m = 0; m < height; m++)
        if (m < there)
            memcpy(c.y + m * c.count + n, out + m * width, (size_t)width * sizeof *out);
}

/// Up to four rows of all columns.
VNNI static void vnni_columns(choice c) {
    switch (c.rows) {
    case 1:
        for (int64_t n = 0; n < c.count; n += 16) vnni_block(c, n, 1, 1);
        break;
    case 2:
        for (int64_t n = 0; n < c.count; n += 8) vnni_block(c, n, 2, 2);
        break;
    case 3:
        for (int64_t n = 0; n < c.count; n += 4) vnni_block(c, n, 4, 3);
        break;
    default:
        for (int64_t n = 0; n < c.count; n += 4) vnni_block(c, n, 4, 4);
    }
}
#else
static void vnni_columns(choice c) { plain_columns(c); }
#endif

void kernel_chosen_int8_product(
    float *y, const uint8_t *x, const float *x_scales, const int8_t *table,
    const int32_t *columns, const int32_t *starts, const float *scales, const float *bias,
    int64_t rows, int64_t K, int64_t count, int32_t fast) {
    enum { together = 4 };
    const int64_t stride = (K + 3) / 4 * 4;
    for (int64_t m = 0; m < rows; m += together) {
        const choice c = {
            .x = x + m * stride, .x_scales = x_scales + m, .table = table, .columns = columns,
            .starts = starts, .scales = scales, .bias = bias, .y = y + m * count,
            .rows = rows - m < together ? rows - m : together, .K = K, .x_stride = stride,
            .count = count};
        if (fast) {
            vnni_columns(c);
        } else {
            plain_columns(c);
        }
    }
}
