#include "loops.h"

/// Writes x + dropout(f) to `sum` and returns its mean.
INLINE float add_row(
    float *restrict sum, const float *restrict x, const float *restrict f, int64_t D,
    uint32_t seed, kernel_dropout dropout) {
#pragma clang fp reassociate(on) contract(fast)
    float total = 0;
    if (dropout.threshold == 0) {
        for (int64_t j = 0; j < D; j++) {
            float s = x[j] + f[j];
            sum[j] = s;
            total += s;
        }
    } else {
        for (int64_t j = 0; j < D; j++) {
            float s = x[j] + dropped(f[j], (uint32_t)j, seed, dropout);
            sum[j] = s;
            total += s;
        }
    }
    return total / (float)D;
}

INLINE float row_mean(const float *x, int64_t D) {
#pragma clang fp reassociate(on) contract(fast)
    float total = 0;
    for (int64_t j = 0; j < D; j++) total += x[j];
    return total / (float)D;
}

DISPATCHED void kernel_add_norm(
    float *sum, float *y, float *mean, float *inverse_deviation, const float *x, const float *f,
    const float *gamma, const float *beta, int64_t rows, int64_t D, float epsilon,
    kernel_dropout dropout) {
#pragma clang fp reassociate(on) contract(fast)
    for (int64_t n = 0; n < rows; n++) {
        const float *in = x + n * D;
        float mu;
        if (f) {
            mu = add_row(sum + n * D, in, f + n * D, D, row_seed(n, dropout), dropout);
            in = sum + n * D;
        } else {
            mu = row_mean(in, D);
        }
        float variance = 0;
        for (int64_t j = 0; j < D; j++) variance += (in[j] - mu) * (in[j] - mu);
        float inverse = 1.0f / sqrtf(variance / (float)D + epsilon);
        float *restrict out = y + n * D;
        for (int64_t j = 0; j < D; j++) out[j] = (in[j] - mu) * inverse * gamma[j] + beta[j];
        mean[n] = mu;
        inverse_deviation[n] = inverse;
    }
}

DISPATCHED void kernel_add_norm_backward(
    float *restrict dx, float *restrict df, float *restrict d_gamma, float *restrict d_beta,
    const float *restrict dy, const float *restrict sum, const float *restrict mean,
    const float *restrict inverse_deviation,
    const float *restrict gamma, int64_t rows, int64_t D, kernel_dropout dropout) {
#pragma clang fp reassociate(on) contract(fast)
    for (int64_t n = 0; n < rows; n++) {
        const float *in = sum + n * D, *d_out = dy + n * D;
        float *out = dx + n * D;
        float mu = mean[n], inverse = inverse_deviation[n];
        float total = 0, total_normalized = 0;  // Σ dŷ and Σ dŷ·ŷ
        for (int64_t j = 0; j < D; j++) {
            float normalized = (in[j] - mu) * inverse;
            float d_normalized = d_out[j] * gamma[j];
            total += d_normalized;
            total_normalized += d_normalized * normalized;
            d_gamma[j] += d_out[j] * normalized;
            d_beta[j] += d_out[j];
        }
        total /= (float)D;
        total_normalized /= (float)D;
        for (int64_t j = 0; j < D; j++) {
            float normalized = (in[j] - mu) * inverse;
            out[j] = (d_out[j] * gamma[j] - total - normalized * total_normalized) * inverse;
        }
        if (df && dropout.threshold == 0) {
            memcpy(df + n * D, out, (size_t)D * sizeof(float));
        } else if (df) {
            uint32_t seed = row_seed(n, dropout);
            for (int64_t j = 0; j < D; j++)
                df[n * D + j] = dropped(out[j], (uint32_t)j, seed, dropout);
        }
    }
}
