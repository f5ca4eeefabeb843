#include "loops.h"

#include <float.h>

/// The scale by which numbers up to this magnitude become −127 … 127; never 0, so that zeros need
/// no care, nor subnormal, so that its inverse is finite.
INLINE float scale_for(float largest) {
    float scale = largest / 127.0f;
    return scale < FLT_MIN ? FLT_MIN : scale;
}

/// The magnitude of a number as an integer: in the same order, with NaN above ∞.
INLINE uint32_t magnitude(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    return bits & 0x7FFFFFFF;
}

INLINE float from_magnitude(uint32_t bits) {
    float x;
    memcpy(&x, &bits, 4);
    return x;
}

/// x rounded to an integer, to nearest even, plus `zero`, an even one, in the low 8 bits; of NaN
/// and ∞ any bits.
///
/// Adding 1.5·2²³ rounds, and leaves the integer in the low bits.
INLINE uint8_t rounded(float x, float zero) {
#pragma clang fp reassociate(off)
    float shifted = x + (12582912.0f + zero);
    uint32_t bits;
    memcpy(&bits, &shifted, 4);
    return (uint8_t)bits;
}

INLINE float row_scale(const float *x, int64_t count) {
    uint32_t largest = 0;
    for (int64_t j = 0; j < count; j++) {
        uint32_t m = magnitude(x[j]);
        largest = m > largest ? m : largest;
    }
    return scale_for(from_magnitude(largest));
}

DISPATCHED void kernel_quantize_rows(
    uint8_t *restrict q, float *restrict scales, const float *restrict x, int64_t rows, int64_t K,
    int64_t stride) {
    for (int64_t n = 0; n < rows; n++) {
        const float *in = x + n * K;
        uint8_t *out = q + n * stride;
        float scale = row_scale(in, K), inverse = 1.0f / scale;
        scales[n] = scale;
        for (int64_t j = 0; j < K; j++) out[j] = rounded(in[j] * inverse, 128);
        for (int64_t j = K; j < stride; j++) out[j] = 128;
    }
}

// MARK: - Weights

DISPATCHED void kernel_quantize_by_row(
    int8_t *restrict q, float *restrict scales, const float *restrict w, int64_t rows,
    int64_t columns) {
    for (int64_t i = 0; i < rows; i++) {
        const float *in = w + i * columns;
        int8_t *out = q + i * columns;
        float scale = row_scale(in, columns), inverse = 1.0f / scale;
        scales[i] = scale;
        for (int64_t j = 0; j < columns; j++) out[j] = (int8_t)rounded(in[j] * inverse, 0);
    }
}

DISPATCHED void kernel_quantize_by_column(
    int8_t *restrict q, float *restrict scales, const float *restrict w, int64_t rows,
    int64_t columns) {
    // The columns' largest magnitudes, as integers in the place of the scales.
    for (int64_t j = 0; j < columns; j++) scales[j] = 0;
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < columns; j++) {
            uint32_t m = magnitude(w[i * columns + j]), largest = magnitude(scales[j]);
            scales[j] = from_magnitude(m > largest ? m : largest);
        }
    for (int64_t j = 0; j < columns; j++) scales[j] = scale_for(scales[j]);
    for (int64_t i = 0; i < rows; i++) {
        const float *in = w + i * columns;
        int8_t *out = q + i * columns;
        for (int64_t j = 0; j < columns; j++)
            out[j] = (int8_t)rounded(in[j] * (1.0f / scales[j]), 0);
    }
}

DISPATCHED void kernel_dequantize_by_row(
    float *restrict w, const int8_t *restrict q, const float *restrict scales, int64_t rows,
    int64_t columns) {
    for (int64_t i = 0; i < rows; i++) {
        float scale = scales[i];
        for (int64_t j = 0; j < columns; j++)
            w[i * columns + j] = (float)q[i * columns + j] * scale;
    }
}

DISPATCHED void kernel_dequantize_by_column(
    float *restrict w, const int8_t *restrict q, const float *restrict scales, int64_t rows,
    int64_t columns) {
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < columns; j++)
            w[i * columns + j] = (float)q[i * columns + j] * scales[j];
}

// MARK: - Embedding

DISPATCHED void kernel_embed_int8(
    float *restrict y, const int8_t *restrict table, const float *restrict scales,
    const float *restrict positions, const int32_t *ids, const int32_t *position_of, int64_t rows,
    int64_t D, float scale) {
    for (int64_t n = 0; n < rows; n++) {
        const int8_t *word = table + (int64_t)ids[n] * D;
        float *out = y + n * D;
        float factor = scales[ids[n]] * scale;
        if (positions) {
            const float *position = positions + (int64_t)position_of[n] * D;
            for (int64_t j = 0; j < D; j++) out[j] = (float)word[j] * factor + position[j];
        } else {
            for (int64_t j = 0; j < D; j++) out[j] = (float)word[j] * factor;
        }
    }
}
