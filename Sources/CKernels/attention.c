// Attention over packed sequences, one (sequence, head) at a time.
//
// A pair's keys, values and scores fit the first-level cache, so products, softmax and scaling
// run there without a trip to memory. All six products of the forward and backward pass are one
// small kernel, `multiply`, that reads its left side by two strides; where the right side is
// wanted transposed it is copied so first. oneDNN's batched product was the alternative: it wants
// a plan for every (queries, keys) pair and separate passes for mask and softmax.

#include "attention.h"

/// One head's rows of queries, keys or values as floats.
typedef struct {
    const float *rows;
    int64_t stride;
} head_rows;

/// [rows, d] of the matrix `x`, whose element `at` is the first; converted into `room`, which then
/// begins behind them, if they are bfloat16.
INLINE head_rows head_floats(
    const void *x, int64_t at, int64_t stride, int64_t rows, int64_t d, int32_t halves,
    float **room) {
    if (!halves) return (head_rows){(const float *)x + at, stride};
    const uint16_t *from = (const uint16_t *)x + at;
    float *to = *room;
    for (int64_t n = 0; n < rows; n++)
        for (int64_t j = 0; j < d; j++) to[n * d + j] = from_bf16(from[n * stride + j]);
    *room = to + rows * d;
    return (head_rows){to, d};
}

DISPATCHED void kernel_attention(
    float *context, float *weights, const void *query, const void *key, const void *value,
    float *scratch, kernel_attention_shape shape) {
    int64_t d = shape.head_dim, D = shape.heads * d;
    float scale = 1.0f / sqrtf((float)d);
    for (int64_t n = 0; n < shape.sequences; n++) {
        int64_t T = shape.query_start[n + 1] - shape.query_start[n];
        int64_t S = shape.key_start[n + 1] - shape.key_start[n], width = padded(S);
        if (T == 0) continue;
        for (int64_t h = 0; h < shape.heads; h++) {
            float *room = scratch + d * width;
            head_rows q = head_floats(
                query, shape.query_start[n] * shape.query_stride + h * d, shape.query_stride, T, d,
                shape.halves, &room);
            head_rows k = head_floats(
                key, shape.key_start[n] * shape.key_stride + h * d, shape.key_stride, S, d,
                shape.halves, &room);
            head_rows v = head_floats(
                value, shape.key_start[n] * shape.value_stride + h * d, shape.value_stride, S, d,
                shape.halves, &room);
            float *w = weights + shape.weights_start[n] + h * T * width;
            transpose(scratch, k.rows, k.stride, S, d);
            multiply(w, width, q.rows, q.stride, 1, scratch, width, T, width, d);
            for (int64_t t = 0; t < T; t++) {
                int64_t visible = shape.causal && t + 1 < S ? t + 1 : S;
                if (shape.slopes)
                    lose_with_distance(w + t * width, t, visible, shape.slopes[h] / scale);
                softmax_row(w + t * width, visible, width, scale);
            }
            multiply(
                context + shape.query_start[n] * D + h * d, D, w, width, 1, v.rows, v.stride, T, d,
                S);
        }
    }
}

/// dScores = weights · (dWeights − Σ dWeights·weights) · scale, in the place of dWeights.
INLINE void softmax_row_backward(
    float *restrict d, const float *restrict w, int64_t width, float scale) {
#pragma clang fp reassociate(on) contract(fast)
    float sum = 0;
    for (int64_t j = 0; j < width; j++) sum += d[j] * w[j];
    for (int64_t j = 0; j < width; j++) d[j] = w[j] * (d[j] - sum) * scale;
}

DISPATCHED void kernel_attention_backward(
    float *d_query, float *d_key, float *d_value, const float *d_context, const float *weights,
    const void *query, const void *key, const void *value, float *scratch,
    kernel_attention_shape shape) {
    int64_t d = shape.head_dim, D = shape.heads * d;
    float scale = 1.0f / sqrtf((float)d);
    for (int64_t n = 0; n < shape.sequences; n++) {
        int64_t T = shape.query_start[n + 1] - shape.query_start[n];
        int64_t S = shape.key_start[n + 1] - shape.key_start[n], width = padded(S);
        int64_t query_at = shape.query_start[n] * shape.query_stride;
        int64_t key_at = shape.key_start[n] * shape.key_stride;
        int64_t value_at = shape.key_start[n] * shape.value_stride;
        float *d_scores = scratch + d * width;
        for (int64_t h = 0; h < shape.heads; h++) {
            float *room = d_scores + T * width;
            head_rows q = head_floats(
                query, query_at + h * d, shape.query_stride, T, d, shape.halves, &room);
            head_rows k = head_floats(
                key, key_at + h * d, shape.key_stride, S, d, shape.halves, &room);
            head_rows v = head_floats(
                value, value_at + h * d, shape.value_stride, S, d, shape.halves, &room);
            const float *w = weights + shape.weights_start[n] + h * T * width;
            const float *d_out = d_context + shape.query_start[n] * D + h * d;
            transpose(scratch, v.rows, v.stride, S, d);
            multiply(d_scores, width, d_out, D, 1, scratch, width, T, width, d);
            for (int64_t t = 0; t < T; t++)
                softmax_row_backward(d_scores + t * width, w + t * width, width, scale);
            multiply(
                d_value + value_at + h * d, shape.value_stride, w, 1, width, d_out, D, S, d, T);
            multiply(
                d_query + query_at + h * d, shape.query_stride, d_scores, width, 1, k.rows,
                k.stride, T, d, S);
            multiply(
                d_key + key_at + h * d, shape.key_stride, d_scores, 1, width, q.rows, q.stride, S,
                d, T);
        }
    }
}
