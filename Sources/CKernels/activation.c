// Activations of feed-forward layers that are more than a comparison.

#include "loops.h"

INLINE float sigmoid(float x) { return 1.0f / (1.0f + fast_exp(-x)); }

/// Where the curve is a line to single precision, so that no cube overflows.
INLINE float bounded(float x) { return x < -10.0f ? -10.0f : x > 10.0f ? 10.0f : x; }

// tanh(u) = 2σ(2u) − 1, so that ½(1 + tanh(u)) = σ(2u): the constants below are those of 2u.
#define GELU_RATE 1.5957691216f        // 2√(2/π)
#define GELU_CUBIC_RATE 0.0713548163f  // 2√(2/π) · 0.044715

DISPATCHED void kernel_gelu(float *restrict y, const float *restrict x, int64_t count) {
#pragma clang fp contract(fast)
    for (int64_t i = 0; i < count; i++) {
        float z = bounded(x[i]);
        y[i] = x[i] * sigmoid(z * (GELU_RATE + GELU_CUBIC_RATE * z * z));
    }
}

DISPATCHED void kernel_gelu_backward(
    float *restrict dx, const float *restrict dy, const float *restrict x, int64_t count) {
#pragma clang fp contract(fast)
    for (int64_t i = 0; i < count; i++) {
        float z = bounded(x[i]);
        float s = sigmoid(z * (GELU_RATE + GELU_CUBIC_RATE * z * z));
        float slope = GELU_RATE + 3.0f * GELU_CUBIC_RATE * z * z;
        dx[i] = dy[i] * (s + z * s * (1.0f - s) * slope);
    }
}

DISPATCHED void kernel_swiglu(
    float *restrict y, const float *restrict x, int64_t rows, int64_t F) {
#pragma clang fp contract(fast)
    for (int64_t n = 0; n < rows; n++) {
        const float *gate = x + n * 2 * F, *value = gate + F;
        float *out = y + n * F;
        for (int64_t j = 0; j < F; j++) out[j] = gate[j] * sigmoid(gate[j]) * value[j];
    }
}

DISPATCHED void kernel_swiglu_backward(
    float *restrict dx, const float *restrict dy, const float *restrict x, int64_t rows,
    int64_t F) {
#pragma clang fp contract(fast)
    for (int64_t n = 0; n < rows; n++) {
        const float *gate = x + n * 2 * F, *value = gate + F, *d_out = dy + n * F;
        float *d_gate = dx + n * 2 * F, *d_value = d_gate + F;
        for (int64_t j = 0; j < F; j++) {
            float s = sigmoid(gate[j]), swish = gate[j] * s;
            d_gate[j] = d_out[j] * value[j] * (s + swish * (1.0f - s));
            d_value[j] = d_out[j] * swish;
        }
    }
}
