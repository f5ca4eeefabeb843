#include "loops.h"

// One pass over memory for everything that an update does to a weight: the pass is bound by
// memory, so a second one for the moving average would read and write the weights' lines again.
INLINE void adam(
    float *restrict weights, float *restrict moment1, float *restrict moment2,
    float *restrict average, const float *restrict gradients, int64_t count, kernel_adam_step s) {
    float rate = s.rate / s.correction1;
    float inverse_correction2 = 1.0f / s.correction2;
    float rest1 = 1.0f - s.beta1, rest2 = 1.0f - s.beta2;
    float kept = 1.0f - s.rate * s.weight_decay, share = 1.0f - s.average_decay;
    for (int64_t i = 0; i < count; i++) {
        float g = gradients[i] * s.gradient_factor;
        float m = s.beta1 * moment1[i] + rest1 * g;
        float v = s.beta2 * moment2[i] + rest2 * g * g;
        moment1[i] = m;
        moment2[i] = v;
        // Not sqrtf: it may set errno, and so would keep the loop from becoming vectors.
        float root = __builtin_elementwise_sqrt(v * inverse_correction2);
        float w = weights[i] * kept - rate * m / (root + s.epsilon);
        weights[i] = w;
        if (average) average[i] += share * (w - average[i]);
    }
}

DISPATCHED void kernel_adam(
    float *weights, float *moment1, float *moment2, float *average, const float *gradients,
    int64_t count, kernel_adam_step step) {
    // Two loops, so that neither asks for every element.
    if (average) {
        adam(weights, moment1, moment2, average, gradients, count, step);
    } else {
        adam(weights, moment1, moment2, NULL, gradients, count, step);
    }
}
