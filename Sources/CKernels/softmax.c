#include "loops.h"

INLINE float sum_of_exponentials(const float *x, float maximum, int64_t count) {
#pragma clang fp reassociate(on) contract(fast)
    float sum = 0;
    for (int64_t j = 0; j < count; j++) sum += fast_exp(x[j] - maximum);
    return sum;
}

/// The gradient goes to `floats`, or to `halves` where that is NULL.
INLINE void cross_entropy(
    float *loss, float *floats, uint16_t *halves, float *restrict sums, float *logits,
    const int32_t *targets, int64_t rows, int64_t V, float smoothing, float gradient_scale) {
#pragma clang fp reassociate(on) contract(fast)
    float everywhere = smoothing / (float)V, shift = everywhere * gradient_scale;
    float certain = (1.0f - smoothing) * gradient_scale;
    for (int64_t n = 0; n < rows; n++) {
        float *restrict x = logits + n * V;
        float maximum = row_maximum(x, V);
        float target_logit = x[targets[n]];
        float total = 0, sum = 0;
        for (int64_t j = 0; j < V; j++) {
            total += x[j];
            float e = fast_exp(x[j] - maximum);
            x[j] = e;
            sum += e;
        }
        float log_sum = maximum + logf(sum);
        // Σ_v log p(v) = Σ_v x(v) − V·log Σ
        loss[n] = (1.0f - smoothing) * (log_sum - target_logit)
            + everywhere * ((float)V * log_sum - total);
        float factor = gradient_scale / sum;
        float at_target = x[targets[n]] * factor - shift - certain;
        sums[targets[n]] -= certain;
        if (floats) {
            float *d = floats + n * V;
            for (int64_t j = 0; j < V; j++) {
                float g = x[j] * factor - shift;
                d[j] = g;
                sums[j] += g;
            }
            d[targets[n]] = at_target;
        } else {
            uint16_t *restrict d = halves + n * V;
            for (int64_t j = 0; j < V; j++) {
                float g = x[j] * factor - shift;
                d[j] = to_bf16(g);
                sums[j] += g;
            }
            d[targets[n]] = to_bf16(at_target);
        }
    }
}

DISPATCHED void kernel_cross_entropy(
    float *loss, float *d_logits, float *sums, float *logits, const int32_t *targets,
    int64_t rows, int64_t V, float smoothing, float gradient_scale) {
    cross_entropy(
        loss, d_logits, NULL, sums, logits, targets, rows, V, smoothing, gradient_scale);
}

DISPATCHED void kernel_cross_entropy_bf16(
    float *loss, uint16_t *d_logits, float *sums, float *logits, const int32_t *targets,
    int64_t rows, int64_t V, float smoothing, float gradient_scale) {
    cross_entropy(
        loss, NULL, d_logits, sums, logits, targets, rows, V, smoothing, gradient_scale);
}

/// Puts (value, column) into the first `filled` sorted entries, of at most k.
INLINE void insert_sorted(
    float *values, int32_t *columns, int64_t filled, int64_t k, float value, int32_t column) {
    int64_t i = filled < k ? filled : k - 1;
    for (; i > 0 && values[i - 1] < value; i--) {
        values[i] = values[i - 1];
        columns[i] = columns[i - 1];
    }
    values[i] = value;
    columns[i] = column;
}

DISPATCHED void kernel_log_softmax_top(
    float *values, int32_t *columns, float *log_sums, const float *logits, int64_t rows, int64_t V,
    int64_t stride, int64_t k) {
    enum { block = 64 };
    for (int64_t n = 0; n < rows; n++) {
        const float *x = logits + n * stride;
        float *top = values + n * k;
        int32_t *where = columns + n * k;
        int64_t filled = 0;
        for (int64_t start = 0; start < V; start += block) {
            int64_t width = V - start < block ? V - start : block;
            // Most blocks hold nothing new: one vectorized comparison passes over them.
            if (filled == k && row_maximum(x + start, width) <= top[k - 1]) continue;
            for (int64_t j = start; j < start + width; j++) {
                if (filled == k && !(x[j] > top[k - 1])) continue;
                insert_sorted(top, where, filled, k, x[j], (int32_t)j);
                if (filled < k) filled++;
            }
        }
        float maximum = top[0];
        float log_sum = maximum + logf(sum_of_exponentials(x, maximum, V));
        for (int64_t i = 0; i < k; i++) top[i] -= log_sum;
        log_sums[n] = log_sum;
    }
}

DISPATCHED void kernel_log_softmax_at(
    float *values, const float *logits, const int32_t *targets, int64_t rows, int64_t V,
    int64_t stride) {
    for (int64_t n = 0; n < rows; n++) {
        const float *x = logits + n * stride;
        float maximum = row_maximum(x, V);
        values[n] = x[targets[n]] - maximum - logf(sum_of_exponentials(x, maximum, V));
    }
}

DISPATCHED void kernel_softmax_weights(
    float *weights, const float *logits, float beside, float inverse_temperature, int64_t V) {
    for (int64_t j = 0; j < V; j++)
        weights[j] = fast_exp((logits[j] - beside) * inverse_temperature);
}

INLINE float log_sum_of_exponentials(const float *x, int64_t count) {
    float maximum = row_maximum(x, count);
    return maximum + logf(sum_of_exponentials(x, maximum, count));
}

/// log(1 + z) for z in [0, 1]: 2·artanh(u) by its series, u = z/(2 + z) ≤ 1/3.
INLINE float log_one_plus(float z) {
#pragma clang fp reassociate(off) contract(fast)
    float u = z / (2.0f + z), square = u * u;
    float sum = 1.0f / 13.0f;
    sum = sum * square + 1.0f / 11.0f;
    sum = sum * square + 1.0f / 9.0f;
    sum = sum * square + 1.0f / 7.0f;
    sum = sum * square + 1.0f / 5.0f;
    sum = sum * square + 1.0f / 3.0f;
    sum = sum * square + 1.0f;
    return 2.0f * u * sum;
}

DISPATCHED void kernel_mix_logits(
    float *y, const float *x, float share, int64_t rows, int64_t V) {
    float log_share = logf(share), log_rest = logf(1.0f - share);
    for (int64_t n = 0; n < rows; n++) {
        float *restrict own = y + n * V;
        const float *restrict other = x + n * V;
        float other_shift = log_share + log_sum_of_exponentials(own, V)
            - log_sum_of_exponentials(other, V);
        // Logarithms throughout: a probability too small for a float is still larger than none.
        for (int64_t j = 0; j < V; j++) {
            float a = own[j] + log_rest, b = other[j] + other_shift;
            float larger = a > b ? a : b, smaller = a > b ? b : a;
            own[j] = larger + log_one_plus(fast_exp(smaller - larger));
        }
    }
}
