// What surrounds the products of an affine map: conversions to and from bfloat16, the gradient of
// ReLU, the sums of columns that are the gradient of a bias; in one pass where they meet.

#include "loops.h"

DISPATCHED void kernel_to_bf16(uint16_t *y, const float *x, int64_t count) {
    for (int64_t i = 0; i < count; i++) y[i] = to_bf16(x[i]);
}

DISPATCHED void kernel_from_bf16(float *y, const uint16_t *x, int64_t count) {
    for (int64_t i = 0; i < count; i++) y[i] = from_bf16(x[i]);
}

// Sums are taken four rows a pass: a quarter of the traffic on them.

INLINE void add_column_sums(
    float *restrict sums, const float *restrict x, int64_t rows, int64_t columns) {
    int64_t n = 0;
    for (; n + 4 <= rows; n += 4) {
        const float *a = x + n * columns, *b = a + columns, *c = b + columns, *d = c + columns;
        for (int64_t j = 0; j < columns; j++) sums[j] += (a[j] + b[j]) + (c[j] + d[j]);
    }
    for (; n < rows; n++)
        for (int64_t j = 0; j < columns; j++) sums[j] += x[n * columns + j];
}

DISPATCHED void kernel_add_column_sums(
    float *sums, const float *x, int64_t rows, int64_t columns) {
    add_column_sums(sums, x, rows, columns);
}

DISPATCHED void kernel_to_bf16_add_column_sums(
    uint16_t *restrict y, float *restrict sums, const float *restrict x, int64_t rows,
    int64_t columns) {
    int64_t n = 0;
    for (; n + 4 <= rows; n += 4) {
        const float *a = x + n * columns, *b = a + columns, *c = b + columns, *d = c + columns;
        uint16_t *out = y + n * columns;
        for (int64_t j = 0; j < columns; j++) {
            out[j] = to_bf16(a[j]);
            out[j + columns] = to_bf16(b[j]);
            out[j + 2 * columns] = to_bf16(c[j]);
            out[j + 3 * columns] = to_bf16(d[j]);
            sums[j] += (a[j] + b[j]) + (c[j] + d[j]);
        }
    }
    for (; n < rows; n++)
        for (int64_t j = 0; j < columns; j++) {
            y[n * columns + j] = to_bf16(x[n * columns + j]);
            sums[j] += x[n * columns + j];
        }
}

DISPATCHED void kernel_relu_backward(
    float *restrict dx, float *restrict sums, const float *restrict dy, const float *restrict y,
    int64_t rows, int64_t columns) {
    for (int64_t n = 0; n < rows; n += 4) {
        int64_t height = rows - n < 4 ? rows - n : 4, start = n * columns;
        for (int64_t i = start; i < start + height * columns; i++)
            dx[i] = y[i] > 0 ? dy[i] : 0.0f;
        if (sums) add_column_sums(sums, dx + start, height, columns);
    }
}

/// dy where y > 0: in bfloat16 as in integers, the sign is the highest bit and 0 is 0.
INLINE uint16_t passed(uint16_t dy, uint16_t y) { return (int16_t)y > 0 ? dy : 0; }

DISPATCHED void kernel_relu_backward_bf16(
    uint16_t *restrict dx, float *restrict sums, const uint16_t *restrict dy,
    const uint16_t *restrict y, int64_t rows, int64_t columns) {
    if (!sums) {
        for (int64_t i = 0; i < rows * columns; i++) dx[i] = passed(dy[i], y[i]);
        return;
    }
    int64_t n = 0, D = columns;
    for (; n + 4 <= rows; n += 4, dx += 4 * D, dy += 4 * D, y += 4 * D)
        for (int64_t j = 0; j < D; j++) {
            uint16_t a = passed(dy[j], y[j]), b = passed(dy[j + D], y[j + D]);
            uint16_t c = passed(dy[j + 2 * D], y[j + 2 * D]);
            uint16_t d = passed(dy[j + 3 * D], y[j + 3 * D]);
            dx[j] = a;
            dx[j + D] = b;
            dx[j + 2 * D] = c;
            dx[j + 3 * D] = d;
            sums[j] += (from_bf16(a) + from_bf16(b)) + (from_bf16(c) + from_bf16(d));
        }
    for (; n < rows; n++, dx += D, dy += D, y += D)
        for (int64_t j = 0; j < D; j++) {
            dx[j] = passed(dy[j], y[j]);
            sums[j] += from_bf16(dx[j]);
        }
}
