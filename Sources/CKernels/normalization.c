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

// Each loop is written once for both norms: RMSNorm is layer normalization with μ = 0 and β = 0,
// and its `mean` and `beta` are NULL. What `centred` guards is decided by the compiler.

INLINE void add_norm(
    int centred, float *sum, float *y, float *mean, float *inverse_deviation, const float *x,
    const float *f, const float *gamma, const float *beta, int64_t rows, int64_t D, float epsilon,
    kernel_dropout dropout) {
#pragma clang fp reassociate(on) contract(fast)
    for (int64_t n = 0; n < rows; n++) {
        const float *in = x + n * D;
        float mu = 0;
        if (f) {
            mu = add_row(sum + n * D, in, f + n * D, D, row_seed(n, dropout), dropout);
            in = sum + n * D;
        } else if (centred) {
            mu = row_mean(in, D);
        }
        if (!centred) mu = 0;
        float variance = 0;
        for (int64_t j = 0; j < D; j++) variance += (in[j] - mu) * (in[j] - mu);
        float inverse = 1.0f / sqrtf(variance / (float)D + epsilon);
        float *restrict out = y + n * D;
        inverse_deviation[n] = inverse;
        if (centred) {
            for (int64_t j = 0; j < D; j++) out[j] = (in[j] - mu) * inverse * gamma[j] + beta[j];
            mean[n] = mu;
        } else {
            for (int64_t j = 0; j < D; j++) out[j] = in[j] * inverse * gamma[j];
        }
    }
}

DISPATCHED void kernel_add_norm(
    float *sum, float *y, float *mean, float *inverse_deviation, const float *x, const float *f,
    const float *gamma, const float *beta, int64_t rows, int64_t D, float epsilon,
    kernel_dropout dropout) {
    add_norm(
        1, sum, y, mean, inverse_deviation, x, f, gamma, beta, rows, D, epsilon, dropout);
}

DISPATCHED void kernel_add_rms_norm(
    float *sum, float *y, float *inverse_rms, const float *x, const float *f, const float *gamma,
    int64_t rows, int64_t D, float epsilon, kernel_dropout dropout) {
    add_norm(0, sum, y, NULL, inverse_rms, x, f, gamma, NULL, rows, D, epsilon, dropout);
}

INLINE void add_norm_backward(
    int centred, float *restrict dx, float *restrict df, float *restrict d_gamma,
    float *restrict d_beta, const float *restrict dy, const float *restrict sum,
    const float *restrict mean, const float *restrict inverse_deviation,
    const float *restrict gamma, int64_t rows, int64_t D, kernel_dropout dropout) {
#pragma clang fp reassociate(on) contract(fast)
    for (int64_t n = 0; n < rows; n++) {
        const float *in = sum + n * D, *d_out = dy + n * D;
        float *out = dx + n * D;
        float mu = centred ? mean[n] : 0, inverse = inverse_deviation[n];
        float total = 0, total_normalized = 0;  // Σ dŷ and Σ dŷ·ŷ
        for (int64_t j = 0; j < D; j++) {
            float normalized = (in[j] - mu) * inverse;
            float d_normalized = d_out[j] * gamma[j];
            total += d_normalized;
            total_normalized += d_normalized * normalized;
            d_gamma[j] += d_out[j] * normalized;
            if (centred) d_beta[j] += d_out[j];
        }
        total = centred ? total / (float)D : 0;
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

DISPATCHED void kernel_add_norm_backward(
    float *dx, float *df, float *d_gamma, float *d_beta, const float *dy, const float *sum,
    const float *mean, const float *inverse_deviation, const float *gamma, int64_t rows, int64_t D,
    kernel_dropout dropout) {
    add_norm_backward(
        1, dx, df, d_gamma, d_beta, dy, sum, mean, inverse_deviation, gamma, rows, D, dropout);
}

DISPATCHED void kernel_add_rms_norm_backward(
    float *dx, float *df, float *d_gamma, const float *dy, const float *sum,
    const float *inverse_rms, const float *gamma, int64_t rows, int64_t D,
    kernel_dropout dropout) {
    add_norm_backward(
        0, dx, df, d_gamma, NULL, dy, sum, NULL, inverse_rms, gamma, rows, D, dropout);
}
