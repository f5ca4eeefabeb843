// What the loops share: CPU dispatch, floating-point licence, exp.

#pragma once
#include "CKernels.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

// Each marked function is compiled for AVX-512, AVX2 and the baseline, and the loader picks one
// for the machine: no build flags, which would bar others from depending on the package.
#if defined(__x86_64__) && defined(__linux__)
#define DISPATCHED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define DISPATCHED
#endif
#define INLINE static inline __attribute__((always_inline))

typedef float vector16 __attribute__((vector_size(64)));
typedef int32_t integers16 __attribute__((vector_size(64)));
typedef float loose16 __attribute__((vector_size(64), aligned(4)));  // at any float's address

// Macros, because a function that takes or returns such a vector has no fixed calling convention.
#define load16(p) (*(const loose16 *)(p))
#define store16(p, v) (*(loose16 *)(p) = (v))
#define select16(condition, a, b) \
    ((vector16)(((condition) & (integers16)(a)) | (~(condition) & (integers16)(b))))

#define larger16(a, b) select16((a) > (b), a, b)

/// Pairs up numbers that lie 8, 4, 2, 1 apart until one is left.
#define FOLD16(v, operation)                                                                      \
    v = operation(v, __builtin_shufflevector(                                                     \
        v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));                             \
    v = operation(v, __builtin_shufflevector(                                                     \
        v, v, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));                             \
    v = operation(v, __builtin_shufflevector(                                                     \
        v, v, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));                             \
    v = operation(v, __builtin_shufflevector(                                                     \
        v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
#define largest_of_16(v) ({ vector16 folded = v; FOLD16(folded, larger16) folded[0]; })
#define plus16(a, b) ((a) + (b))
#define sum_of_16(v) ({ vector16 folded = v; FOLD16(folded, plus16) folded[0]; })

/// The largest of `count` numbers; −∞ of none.
///
/// In lanes by hand: what a comparison does with NaN keeps the compiler from it.
INLINE float row_maximum(const float *x, int64_t count) {
    enum { lanes = 16 };
    float best[4 * lanes];
    for (int c = 0; c < 4 * lanes; c++) best[c] = -INFINITY;
    int64_t j = 0;
    for (; j + 4 * lanes <= count; j += 4 * lanes)
        for (int c = 0; c < 4 * lanes; c++) best[c] = x[j + c] > best[c] ? x[j + c] : best[c];
    for (; j + lanes <= count; j += lanes)
        for (int c = 0; c < lanes; c++) best[c] = x[j + c] > best[c] ? x[j + c] : best[c];
    for (int width = 2 * lanes; width >= 1; width /= 2)
        for (int c = 0; c < width; c++)
            best[c] = best[c + width] > best[c] ? best[c + width] : best[c];
    for (; j < count; j++) best[0] = x[j] > best[0] ? x[j] : best[0];
    return best[0];
}

/// eˣ to 2 ulp for x in [−87, 88], clamped outside; Cody–Waite reduction, polynomial of degree 6.
///
/// Written without calls or branches so that loops over it vectorize.
INLINE float fast_exp(float x) {
#pragma clang fp reassociate(off) contract(fast)
    x = x < -87.0f ? -87.0f : x;
    x = x > 88.0f ? 88.0f : x;
    // Adding 1.5·2²³ rounds to an integer, which then sits in the low bits.
    float shifted = x * 1.44269504f + 12582912.0f;
    float n = shifted - 12582912.0f;
    float r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    float p = 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    int32_t bits;
    memcpy(&bits, &shifted, 4);
    int32_t exponent = (int32_t)((uint32_t)(bits - 0x4B400000 + 127) << 23);
    float power;
    memcpy(&power, &exponent, 4);
    return p * power;
}

/// `fast_exp` of 16 numbers, in their place; for loops too short to become vectors.
INLINE void exp16(vector16 *numbers) {
#pragma clang fp reassociate(off) contract(fast)
    const vector16 zero = {0}, lowest = zero - 87.0f, highest = zero + 88.0f;
    vector16 x = *numbers;
    x = select16(x < lowest, lowest, x);
    x = select16(x > highest, highest, x);
    vector16 shifted = x * 1.44269504f + 12582912.0f;
    vector16 n = shifted - 12582912.0f;
    vector16 r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    vector16 p = zero + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    *numbers = p * (vector16)(((integers16)shifted - (0x4B400000 - 127)) << 23);
}

/// `x` rounded to bfloat16, to nearest even; NaN stays NaN.
INLINE uint16_t to_bf16(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
    uint32_t quiet = (bits >> 16) | 0x40U;
    return (uint16_t)((bits & 0x7FFFFFFFU) > 0x7F800000U ? quiet : rounded);
}

INLINE float from_bf16(uint16_t half) {
    uint32_t bits = (uint32_t)half << 16;
    float x;
    memcpy(&x, &bits, 4);
    return x;
}

/// A well mixed 32-bit hash (two rounds of xor-shift and multiply, constants by Wellons 2018).
INLINE uint32_t hash32(uint32_t x) {
    x ^= x >> 16;
    x *= 0x7feb352dU;
    x ^= x >> 15;
    x *= 0x846ca68bU;
    x ^= x >> 16;
    return x;
}

/// What the draws of row `n` begin from.
INLINE uint32_t row_seed(int64_t n, kernel_dropout dropout) {
    return hash32((dropout.row_keys ? dropout.row_keys[n] : (uint32_t)n) + dropout.seed);
}

/// `x` scaled if dropout keeps the element of this column, else 0; `seed` is the row's.
INLINE float dropped(float x, uint32_t column, uint32_t seed, kernel_dropout dropout) {
    uint32_t draw = hash32(column * 0x9E3779B9U + seed);
    return draw >= dropout.threshold ? x * dropout.scale : 0.0f;
}
