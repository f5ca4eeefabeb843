#include "loops.h"

// Per row: one pass for the maxima, one for the sums, one for the gradients. The exponentials are
// taken twice, because the logits are needed until the last pass and nothing may be allocated.

typedef struct {
    float sum_first, sum_second;      // Σ e^(x − max x)
    float total_first, total_second;  // Σ x
    float cross_first;                // Σ e^(x − max x)·(x − y)
    float cross_second;               // Σ e^(y − max y)·(y − x)
} row_sums;

INLINE row_sums sums_of(
    const float *x, const float *y, float x_maximum, float y_maximum, int64_t V) {
#pragma clang fp reassociate(on) contract(fast)
    float sum_x = 0, sum_y = 0, total_x = 0, total_y = 0, cross_x = 0, cross_y = 0;
    for (int64_t j = 0; j < V; j++) {
        float p = fast_exp(x[j] - x_maximum), q = fast_exp(y[j] - y_maximum);
        float difference = x[j] - y[j];
        sum_x += p;
        sum_y += q;
        total_x += x[j];
        total_y += y[j];
        cross_x += p * difference;
        cross_y -= q * difference;
    }
    return (row_sums){sum_x, sum_y, total_x, total_y, cross_x, cross_y};
}

INLINE float largest(const float *x, int64_t count) {
    float m = -INFINITY;
    for (int64_t j = 0; j < count; j++) m = x[j] > m ? x[j] : m;
    return m;
}

DISPATCHED void kernel_r_drop(
    float *loss, float *first, float *second, const int32_t *targets, int64_t rows, int64_t V,
    float smoothing, float alpha, float gradient_scale) {
#pragma clang fp reassociate(on) contract(fast)
    float everywhere = smoothing / (float)V, certain = 1.0f - smoothing;
    float half = 0.5f * gradient_scale, quarter = 0.25f * alpha * gradient_scale;
    for (int64_t n = 0; n < rows; n++) {
        float *x = first + n * V, *y = second + n * V;
        int32_t target = targets[n];
        float x_maximum = largest(x, V), y_maximum = largest(y, V);
        row_sums s = sums_of(x, y, x_maximum, y_maximum, V);
        float x_log_sum = x_maximum + logf(s.sum_first);
        float y_log_sum = y_maximum + logf(s.sum_second);
        // log p − log q = x − y − shift
        float shift = x_log_sum - y_log_sum;
        float x_to_y = s.cross_first / s.sum_first - shift;
        float y_to_x = s.cross_second / s.sum_second + shift;
        float cross_entropies = certain * (x_log_sum + y_log_sum - x[target] - y[target])
            + everywhere * ((float)V * (x_log_sum + y_log_sum) - s.total_first - s.total_second);
        loss[n] = 0.5f * cross_entropies + 0.25f * alpha * (x_to_y + y_to_x);
        float x_factor = 1.0f / s.sum_first, y_factor = 1.0f / s.sum_second;
        for (int64_t j = 0; j < V; j++) {
            float p = fast_exp(x[j] - x_maximum) * x_factor;
            float q = fast_exp(y[j] - y_maximum) * y_factor;
            float ratio = x[j] - y[j] - shift;
            x[j] = half * (p - everywhere) + quarter * (p * (ratio - x_to_y) + p - q);
            y[j] = half * (q - everywhere) + quarter * (q * (-ratio - y_to_x) + q - p);
        }
        x[target] -= certain * half;
        y[target] -= certain * half;
    }
}
