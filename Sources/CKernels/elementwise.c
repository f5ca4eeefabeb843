#include "loops.h"

DISPATCHED void kernel_add(float *x, const float *y, int64_t count) {
    for (int64_t i = 0; i < count; i++) x[i] += y[i];
}

DISPATCHED void kernel_scale(float *x, float factor, int64_t count) {
    for (int64_t i = 0; i < count; i++) x[i] *= factor;
}

DISPATCHED double kernel_sum_of_squares(const float *x, int64_t count) {
#pragma clang fp reassociate(on) contract(fast)
    double sum = 0;
    for (int64_t i = 0; i < count; i++) sum += (double)x[i] * (double)x[i];
    return sum;
}

DISPATCHED void kernel_move(float *x, const float *y, float share, int64_t count) {
    float rest = 1.0f - share;
    for (int64_t i = 0; i < count; i++) x[i] = rest * x[i] + share * y[i];
}

DISPATCHED void kernel_dropout_apply(
    float *y, const float *x, int64_t rows, int64_t D, kernel_dropout dropout) {
    for (int64_t n = 0; n < rows; n++) {
        const float *in = x + n * D;
        float *out = y + n * D;
        uint32_t seed = row_seed(n, dropout);
        for (int64_t j = 0; j < D; j++) out[j] = dropped(in[j], (uint32_t)j, seed, dropout);
    }
}

DISPATCHED void kernel_embed(
    float *restrict y, const float *restrict table, const float *restrict positions,
    const int32_t *ids, const int32_t *position_of, int64_t rows, int64_t D, float scale,
    kernel_dropout dropout) {
    for (int64_t n = 0; n < rows; n++) {
        const float *word = table + (int64_t)ids[n] * D;
        float *out = y + n * D;
        if (positions) {
            const float *position = positions + (int64_t)position_of[n] * D;
            for (int64_t j = 0; j < D; j++) out[j] = word[j] * scale + position[j];
        } else {
            for (int64_t j = 0; j < D; j++) out[j] = word[j] * scale;
        }
        if (dropout.threshold == 0) continue;
        uint32_t seed = row_seed(n, dropout);
        for (int64_t j = 0; j < D; j++) out[j] = dropped(out[j], (uint32_t)j, seed, dropout);
    }
}

DISPATCHED void kernel_embed_backward(
    float *restrict d_table, const float *restrict dy, const int32_t *ids, int64_t rows, int64_t D,
    float scale, kernel_dropout dropout) {
    for (int64_t n = 0; n < rows; n++) {
        float *out = d_table + (int64_t)ids[n] * D;
        const float *in = dy + n * D;
        uint32_t seed = row_seed(n, dropout);
        if (dropout.threshold == 0) {
            for (int64_t j = 0; j < D; j++) out[j] += in[j] * scale;
        } else {
            for (int64_t j = 0; j < D; j++)
                out[j] += dropped(in[j], (uint32_t)j, seed, dropout) * scale;
        }
    }
}
