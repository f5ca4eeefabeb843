// Matrix products by oneDNN, behind a face that is the same for its versions 2 and 3.
//
// A plan is one product compiled for its shape; it is immutable and may be run from several
// threads at once. Every call runs on the calling thread alone.

#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    ONEDNN_F32 = 0,
    ONEDNN_BF16 = 1,
} onednn_type;

/// result[rows, columns] (+)= left[rows, inner] · right[inner, columns] (+ bias) (then ReLU).
///
/// Strides are in elements; one of each pair is 1. Sums are f32, whatever the result is kept as.
typedef struct {
    int64_t rows, columns, inner;
    int64_t left_row_stride, left_inner_stride;
    int64_t right_inner_stride, right_column_stride;
    int64_t result_row_stride;
    onednn_type input;   // of left and right
    onednn_type output;  // of the result
    bool bias;           // adds bias[columns], f32
    bool relu;           // max(0, ·) after the bias
    bool accumulate;     // adds to what the result holds
    bool packed_right;   // right lies in the plan's own layout, made by onednn_plan_pack
} onednn_product;

typedef struct onednn_plan onednn_plan;

/// Compiles a product; NULL when oneDNN cannot, with its status in `status`.
onednn_plan *onednn_plan_create(const onednn_product *product, int *status);
void onednn_plan_destroy(onednn_plan *plan);

/// Runs a plan; 0, or oneDNN's status.
int onednn_plan_run(
    const onednn_plan *plan, const void *left, const void *right, const float *bias, void *result);

/// The size of the right-hand side in the plan's own layout.
size_t onednn_plan_packed_bytes(const onednn_plan *plan);

/// Lays out the right-hand side (with the product's strides and type) for a plan made with
/// `packed_right`; 0, or oneDNN's status.
int onednn_plan_pack(const onednn_plan *plan, const void *right, void *packed);

/// Whether two plans made with `packed_right` want the right-hand side in the same layout.
bool onednn_plans_share_packing(const onednn_plan *a, const onednn_plan *b);

/// What oneDNN calls the implementation it chose, for example "brg:avx512_core".
const char *onednn_plan_implementation(const onednn_plan *plan);

/// Makes oneDNN run on the calling thread alone, from now on and for this thread.
void onednn_use_one_thread(void);

/// Whether the processor multiplies bf16 natively (AVX-512 BF16 or AMX).
bool onednn_has_fast_bf16(void);

/// Whether products run in AVX-512 kernels.
bool onednn_has_avx512(void);

/// The library's version, for example "2.6.3".
const char *onednn_version_text(void);
