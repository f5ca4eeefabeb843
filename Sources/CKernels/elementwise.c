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

DISPATCHED void kernel_moving_average(
    float *average, const float *x, float decay, int64_t count) {
    float share = 1.0f - decay;
    for (int64_t i = 0; i < count; i++) average[i] += share * (x[i] - average[i]);
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
        const float *position = positions + (int64_t)position_of[n] * D;
        float *out = y + n * D;
        uint32_t seed = row_seed(n, dropout);
        if (dropout.threshold == 0) {
            for (int64_t j = 0; j < D; j++) out[j] = word[j] * scale + position[j];
        } else {
            for (int64_t j = 0; j < D; j++)
                out[j] = dropped(word[j] * scale + position[j], (uint32_t)j, seed, dropout);
        }
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

DISPATCHED void kernel_adam(
    float *restrict weights, float *restrict moment1, float *restrict moment2,
    const float *restrict gradients, int64_t count, kernel_adam_step s) {
    float rate = s.rate / s.correction1;
    float inverse_correction2 = 1.0f / s.correction2;
    float rest1 = 1.0f - s.beta1, rest2 = 1.0f - s.beta2;
    for (int64_t i = 0; i < count; i++) {
        float g = gradients[i] * s.gradient_factor;
        float m = s.beta1 * moment1[i] + rest1 * g;
        float v = s.beta2 * moment2[i] + rest2 * g * g;
        moment1[i] = m;
        moment2[i] = v;
        weights[i] -= rate * m / (sqrtf(v * inverse_correction2) + s.epsilon);
    }
}
