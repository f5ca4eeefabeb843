#include "loops.h"

DISPATCHED void kernel_rotate(
    float *x, const float *table, const int32_t *position_of, int64_t rows, int64_t stride,
    int64_t heads, int64_t head_dim, float direction) {
#pragma clang fp contract(fast)
    int64_t half = head_dim / 2;
    for (int64_t n = 0; n < rows; n++) {
        const float *restrict cosine = table + (int64_t)position_of[n] * head_dim;
        const float *restrict sine = cosine + half;
        for (int64_t h = 0; h < heads; h++) {
            float *restrict first = x + n * stride + h * head_dim;
            float *restrict second = first + half;
            for (int64_t j = 0; j < half; j++) {
                float a = first[j], b = second[j], s = direction * sine[j];
                first[j] = a * cosine[j] - b * s;
                second[j] = a * s + b * cosine[j];
            }
        }
    }
}
