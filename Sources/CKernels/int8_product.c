// Products of whole numbers, by VNNI where the processor has it.
//
// Goals in order: sums that are exact on every processor, so that a row's result depends on
// nothing but the row; the rate of the instruction (vpdpbusd: 64 products and sums each) already
// at the few rows of decoding; no second pass over the result. oneDNN's int8 products reach the
// rate too, from 16 rows on, but leave 32-bit sums to be scaled by rows in a pass of their own,
// and saturate in 16 bits where VNNI is missing.
//
// The left factor is unsigned, as the instruction wants it: q + 128. What that adds to a column's
// sum, 128 · Σ_k w[k, n], is where its sum starts from, negated; integers wrap around, so this is
// exact.
//
// Weights lie in panels of 64 columns: 64 starts (int32), 64 scales (f32), then for every four k
// the four weights of each column side by side.

#include "loops.h"

#include <stdbool.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { PANEL = KERNEL_INT8_PANEL, HEAD = KERNEL_INT8_PANEL_HEAD };

INLINE int64_t rounded_up(int64_t count, int64_t unit) { return (count + unit - 1) / unit * unit; }

INLINE int64_t panel_bytes(int64_t K) { return HEAD + PANEL * rounded_up(K, 4); }

/// Columns that lie side by side, `stride` apart from k to k.
DISPATCHED static void pack_panel(
    int8_t *restrict w, int32_t *restrict starts, const int8_t *restrict q, int64_t K,
    int64_t columns, int64_t stride) {
    for (int64_t k = 0; k < K; k++, q += stride) {
        int8_t *four = w + k / 4 * 4 * PANEL + k % 4;
        for (int64_t n = 0; n < columns; n++) four[4 * n] = q[n];
        for (int64_t n = 0; n < columns; n++) starts[n] -= 128 * (int32_t)q[n];
    }
}

/// Columns that follow one another, K weights each.
DISPATCHED static void pack_transposed_panel(
    int8_t *restrict w, int32_t *restrict starts, const int8_t *restrict q, int64_t K,
    int64_t columns) {
    for (int64_t n = 0; n < columns; n++, q += K) {
        int32_t sum = 0;
        for (int64_t k = 0; k < K; k++) sum += q[k];
        starts[n] = -128 * sum;
        for (int64_t k = 0; k + 4 <= K; k += 4) memcpy(w + k * PANEL + 4 * n, q + k, 4);
        for (int64_t k = K / 4 * 4; k < K; k++) w[k / 4 * 4 * PANEL + 4 * n + k % 4] = q[k];
    }
}

void kernel_pack_int8(
    void *packed, const int8_t *q, const float *scales, int64_t K, int64_t N,
    int32_t transposed) {
    int8_t *panel = packed;
    for (int64_t n = 0; n < N; n += PANEL, panel += panel_bytes(K)) {
        const int64_t columns = N - n < PANEL ? N - n : PANEL;
        const bool is_full = columns == PANEL && K % 4 == 0;
        memset(panel, 0, (size_t)(is_full ? HEAD : panel_bytes(K)));
        memcpy(panel + 4 * PANEL, scales + n, (size_t)columns * sizeof *scales);
        if (transposed) {
            pack_transposed_panel(panel + HEAD, (int32_t *)panel, q + n * K, K, columns);
        } else {
            pack_panel(panel + HEAD, (int32_t *)panel, q + n, K, columns, N);
        }
    }
}

// MARK: - One panel, on any processor

typedef struct {
    const uint8_t *x;
    const float *x_scales;
    const int8_t *panel;
    const float *bias;  // of the panel's columns, or NULL
    float *y;           // where the panel's columns begin in the first row
    int64_t x_stride, y_stride;
    int64_t columns;    // of the panel that there are
    int32_t relu;
} block;

INLINE void store_sums(block b, int64_t row, const int32_t *sums) {
#pragma clang fp contract(fast)
    const float *scales = (const float *)b.panel + PANEL;
    float *out = b.y + row * b.y_stride;
    float x_scale = b.x_scales[row];
    for (int64_t n = 0; n < b.columns; n++) {
        float product = (float)sums[n] * scales[n];
        float y = product * x_scale + (b.bias ? b.bias[n] : 0.0f);
        out[n] = b.relu && y < 0 ? 0 : y;
    }
}

DISPATCHED static void plain_rows(block b, int64_t rows) {
    for (int64_t row = 0; row < rows; row++) {
        int32_t sums[PANEL];
        memcpy(sums, b.panel, sizeof sums);
        const uint8_t *x = b.x + row * b.x_stride;
        const int8_t *w = b.panel + HEAD;
        for (int64_t k = 0; k < b.x_stride; k += 4, w += 4 * PANEL)
            for (int64_t n = 0; n < PANEL; n++)
                sums[n] += x[k] * w[4 * n] + x[k + 1] * w[4 * n + 1] + x[k + 2] * w[4 * n + 2]
                    + x[k + 3] * w[4 * n + 3];
        store_sums(b, row, sums);
    }
}

// MARK: - With AVX-512 VNNI

#if defined(__x86_64__)
#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

VNNI INLINE __mmask16 columns_mask(int64_t columns) {
    return columns >= 16 ? 0xFFFF : columns <= 0 ? 0 : (__mmask16)((1 << columns) - 1);
}

/// Sums of 16 columns from `first` on to results; a whole panel needs no masks, which cost time.
VNNI INLINE void store_column_sums(
    block b, const __m512i (*sums)[4], const int rows, const int c, const bool is_whole) {
    const int first = 16 * c;
    const __mmask16 mask = is_whole ? 0xFFFF : columns_mask(b.columns - first);
    const __m512 scales = _mm512_loadu_ps((const float *)b.panel + PANEL + first);
    // In this order of operands max keeps NaN.
    const __m512 least = _mm512_set1_ps(b.relu ? 0.0f : -INFINITY);
    __m512 bias = _mm512_setzero_ps();
    if (b.bias)
        bias = is_whole ? _mm512_loadu_ps(b.bias + first)
                        : _mm512_maskz_loadu_ps(mask, b.bias + first);
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++) {
        __m512 y = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[row][c]), scales);
        y = _mm512_fmadd_ps(y, _mm512_set1_ps(b.x_scales[row]), bias);
        y = _mm512_max_ps(least, y);
        float *out = b.y + row * b.y_stride + first;
        if (is_whole) {
            _mm512_storeu_ps(out, y);
        } else {
            _mm512_mask_storeu_ps(out, mask, y);
        }
    }
}

/// `rows` rows, a constant where it is inlined: so many times 4 vectors of sums stay in registers.
VNNI INLINE void vnni_rows(block b, const int rows) {
    enum { most = 6 };
    __m512i sums[most][4];
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
        for (int c = 0; c < 4; c++) sums[row][c] = _mm512_loadu_si512(b.panel + 64 * c);
    const int8_t *w = b.panel + HEAD;
    for (int64_t k = 0; k < b.x_stride; k += 4, w += 4 * PANEL) {
        const __m512i w0 = _mm512_loadu_si512(w), w1 = _mm512_loadu_si512(w + 64);
        const __m512i w2 = _mm512_loadu_si512(w + 128), w3 = _mm512_loadu_si512(w + 192);
#pragma clang loop unroll(full)
        for (int row = 0; row < rows; row++) {
            int32_t four;
            memcpy(&four, b.x + row * b.x_stride + k, 4);
            const __m512i x = _mm512_set1_epi32(four);
            sums[row][0] = _mm512_dpbusd_epi32(sums[row][0], x, w0);
            sums[row][1] = _mm512_dpbusd_epi32(sums[row][1], x, w1);
            sums[row][2] = _mm512_dpbusd_epi32(sums[row][2], x, w2);
            sums[row][3] = _mm512_dpbusd_epi32(sums[row][3], x, w3);
        }
    }
    if (b.columns >= PANEL) {
#pragma clang loop unroll(full)
        for (int c = 0; c < 4; c++) store_column_sums(b, sums, rows, c, true);
    } else {
#pragma clang loop unroll(full)
        for (int c = 0; c < 4; c++) store_column_sums(b, sums, rows, c, false);
    }
}

/// All rows of one panel, in blocks of about the same height.
VNNI static void vnni_panel(block b, int64_t rows) {
    for (int64_t blocks = (rows + 5) / 6; blocks > 0; blocks--) {
        const int64_t height = (rows + blocks - 1) / blocks;
        switch (height) {
        case 1: vnni_rows(b, 1); break;
        case 2: vnni_rows(b, 2); break;
        case 3: vnni_rows(b, 3); break;
        case 4: vnni_rows(b, 4); break;
        case 5: vnni_rows(b, 5); break;
        default: vnni_rows(b, 6); break;
        }
        b.x += height * b.x_stride;
        b.x_scales += height;
        b.y += height * b.y_stride;
        rows -= height;
    }
}

int32_t kernel_has_fast_int8(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
}
#else
static void vnni_panel(block b, int64_t rows) { plain_rows(b, rows); }

int32_t kernel_has_fast_int8(void) { return 0; }
#endif

// MARK: - All panels

/// All columns of some rows.
static void all_panels(block b, int64_t rows, int64_t K, int64_t N, bool fast) {
    float *y = b.y;
    const float *bias = b.bias;
    for (int64_t n = 0; n < N; n += PANEL, b.panel += panel_bytes(K)) {
        b.y = y + n;
        b.bias = bias ? bias + n : NULL;
        b.columns = N - n < PANEL ? N - n : PANEL;
        if (fast) {
            vnni_panel(b, rows);
        } else {
            plain_rows(b, rows);
        }
    }
}

void kernel_int8_product(
    float *y, const uint8_t *x, const float *x_scales, const void *packed, const float *bias,
    int64_t rows, int64_t K, int64_t N, int32_t relu, int32_t fast) {
    // So many rows stay in the second cache from panel to panel.
    enum { together = 256 };
    const int64_t stride = rounded_up(K, 4);
    for (int64_t m = 0; m < rows; m += together) {
        const block b = {
            .x = x + m * stride, .x_scales = x_scales + m, .panel = packed, .bias = bias,
            .y = y + m * N, .x_stride = stride, .y_stride = N, .relu = relu};
        all_panels(b, rows - m < together ? rows - m : together, K, N, fast);
    }
}
