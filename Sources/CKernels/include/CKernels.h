// The fused inner loops: what oneDNN has no primitive for, or what costs too many passes over
// memory as separate primitives.
//
// Every function works on the calling thread, allocates nothing and keeps no state. Matrices are
// row-major; sizes are in elements. Letters: N rows (packed tokens), D model dim, V vocabulary.

#pragma once
#include <stdint.h>

// MARK: - Element by element

/// x[i] += y[i]
void kernel_add(float *x, const float *y, int64_t count);

/// x[i] *= factor
void kernel_scale(float *x, float factor, int64_t count);

/// Σ x[i]², in double precision
double kernel_sum_of_squares(const float *x, int64_t count);

/// x[i] = (1 − share) · x[i] + share · y[i]
void kernel_move(float *x, const float *y, float share, int64_t count);

/// y[i] = x[i] rounded to bfloat16, to nearest even; NaN stays NaN
void kernel_to_bf16(uint16_t *y, const float *x, int64_t count);

/// y[i] = x[i], of bfloat16
void kernel_from_bf16(float *y, const uint16_t *x, int64_t count);

/// kernel_to_bf16 of a matrix, and sums[j] += Σ_n x[n, j]
void kernel_to_bf16_add_column_sums(
    uint16_t *y, float *sums, const float *x, int64_t rows, int64_t columns);

/// dx[n, j] = y[n, j] > 0 ? dy[n, j] : 0, and sums[j] += Σ_n dx[n, j]; `sums` NULL: no sums
void kernel_relu_backward(
    float *dx, float *sums, const float *dy, const float *y, int64_t rows, int64_t columns);

/// The same, all but the sums in bfloat16.
void kernel_relu_backward_bf16(
    uint16_t *dx, float *sums, const uint16_t *dy, const uint16_t *y, int64_t rows,
    int64_t columns);

/// sums[j] += Σ_n x[n, j]
void kernel_add_column_sums(float *sums, const float *x, int64_t rows, int64_t columns);

// MARK: - Dropout

/// Which elements dropout keeps: a hash of the seed, the row's key and the column, so that the
/// backward pass draws the same ones again, and a row the same ones wherever it stands. Kept
/// elements are multiplied by `scale` = 1/(1 − rate).
typedef struct {
    const uint32_t *row_keys;  // one a row; NULL: a row's key is its number
    uint32_t seed;
    uint32_t threshold;  // an element is dropped when its hash is below; 0 keeps all
    float scale;
} kernel_dropout;

/// y[n, j] = x[n, j] · scale where kept, else 0; y may be x
void kernel_dropout_apply(
    float *y, const float *x, int64_t rows, int64_t D, kernel_dropout dropout);

// MARK: - Embedding

/// y[n] = dropout(table[ids[n]] · scale + positions[positionOf[n]]); `positions` NULL: none added
void kernel_embed(
    float *y, const float *table, const float *positions, const int32_t *ids,
    const int32_t *position_of, int64_t rows, int64_t D, float scale, kernel_dropout dropout);

/// dTable[ids[n]] += dropout(dy[n]) · scale
void kernel_embed_backward(
    float *d_table, const float *dy, const int32_t *ids, int64_t rows, int64_t D, float scale,
    kernel_dropout dropout);

/// kernel_embed of a table of whole numbers, without dropout:
/// y[n] = table[ids[n]] · scales[ids[n]] · scale + positions[position_of[n]]
void kernel_embed_int8(
    float *y, const int8_t *table, const float *scales, const float *positions,
    const int32_t *ids, const int32_t *position_of, int64_t rows, int64_t D, float scale);

// MARK: - Whole numbers of 8 bits
//
// A number x is kept as q = round(x / scale), in −127 … 127, with one scale for many: the largest
// magnitude among them / 127.

/// Rows of x as factors of kernel_int8_product, each with a scale of its own: q + 128, in rows of
/// `stride` bytes, padded with 128. A row with NaN or ∞ has scale NaN or ∞, as all its products.
void kernel_quantize_rows(
    uint8_t *q, float *scales, const float *x, int64_t rows, int64_t K, int64_t stride);

/// A matrix of weights with a scale for each row.
void kernel_quantize_by_row(
    int8_t *q, float *scales, const float *w, int64_t rows, int64_t columns);

/// A matrix of weights with a scale for each column.
void kernel_quantize_by_column(
    int8_t *q, float *scales, const float *w, int64_t rows, int64_t columns);

/// w[i, j] = q[i, j] · scales[i]
void kernel_dequantize_by_row(
    float *w, const int8_t *q, const float *scales, int64_t rows, int64_t columns);

/// w[i, j] = q[i, j] · scales[j]
void kernel_dequantize_by_column(
    float *w, const int8_t *q, const float *scales, int64_t rows, int64_t columns);

enum {
    /// Columns of packed weights that lie together: 4 vectors of 16.
    KERNEL_INT8_PANEL = 64,
    /// Bytes of a panel before its weights: for each column, where its sum starts, and its scale.
    KERNEL_INT8_PANEL_HEAD = KERNEL_INT8_PANEL * 8,
};

/// Lays out the right-hand side of kernel_int8_product: ⌈N/64⌉ panels of 512 + 64·⌈K/4⌉·4 bytes.
///
/// q is [K, N], or [N, K] if `transposed`; `scales` are the N columns'.
void kernel_pack_int8(
    void *packed, const int8_t *q, const float *scales, int64_t K, int64_t N, int32_t transposed);

/// A product of whole numbers, exact up to its conversion to f32 at the end.
///
///     y[m, n] = (Σ_k (x[m, k] − 128) · w[k, n]) · scale[n] · x_scales[m] + bias[n]
///
/// then max(0, ·) if `relu`. `bias` NULL: none is added. Rows of x are as kernel_quantize_rows
/// leaves them, with a stride of K rounded up to 4. What a row gives depends on no other.
/// `fast`: by the instructions of kernel_has_fast_int8, which the processor must have.
void kernel_int8_product(
    float *y, const uint8_t *x, const float *x_scales, const void *packed, const float *bias,
    int64_t rows, int64_t K, int64_t N, int32_t relu, int32_t fast);

/// Whether the processor has instructions for kernel_int8_product (AVX-512 VNNI).
int32_t kernel_has_fast_int8(void);

// MARK: - Products with chosen columns
//
// Of a matrix whose columns lie one after the other: a table of embeddings that is the output
// projection as well. Columns are chosen in multiples of KERNEL_CHOICE_UNIT; one may be there
// several times.

enum { KERNEL_CHOICE_UNIT = 16 };

/// What a product with the columns of a table of whole numbers needs of them: where their sums
/// start (−128 · Σ_k w[n, k]), and their scales. table is [·, K].
void kernel_choose_int8(
    int32_t *starts, float *scales, const int8_t *table, const float *table_scales,
    const int32_t *columns, int64_t count, int64_t K);

/// y[m, n] = Σ_k x[m, k] · table[columns[n], k] + bias[n]; the same to the last bit for every
/// number of rows.
void kernel_chosen_product(
    float *y, const float *x, const float *table, const int32_t *columns, const float *bias,
    int64_t rows, int64_t K, int64_t count);

/// What kernel_int8_product gives in these columns, to the last bit.
///
/// x as there; `starts` and `scales` by kernel_choose_int8, `bias` of the chosen columns.
void kernel_chosen_int8_product(
    float *y, const uint8_t *x, const float *x_scales, const int8_t *table,
    const int32_t *columns, const int32_t *starts, const float *scales, const float *bias,
    int64_t rows, int64_t K, int64_t count, int32_t fast);

// MARK: - Residual sum and layer normalization

/// sum = x + dropout(f);  y = (sum − μ)/√(σ² + ε) · γ + β, row by row.
/// Keeps μ and 1/√(σ² + ε). `f` NULL: sum is x and is not written.
void kernel_add_norm(
    float *sum, float *y, float *mean, float *inverse_deviation, const float *x, const float *f,
    const float *gamma, const float *beta, int64_t rows, int64_t D, float epsilon,
    kernel_dropout dropout);

/// The gradients of kernel_add_norm: dx, and df = dropout(dx) unless `df` is NULL.
/// dGamma and dBeta are added to.
void kernel_add_norm_backward(
    float *dx, float *df, float *d_gamma, float *d_beta, const float *dy, const float *sum,
    const float *mean, const float *inverse_deviation, const float *gamma,
    int64_t rows, int64_t D, kernel_dropout dropout);

/// kernel_add_norm without μ and β: y = sum/√(mean(sum²) + ε) · γ. Keeps 1/√(mean(sum²) + ε).
void kernel_add_rms_norm(
    float *sum, float *y, float *inverse_rms, const float *x, const float *f, const float *gamma,
    int64_t rows, int64_t D, float epsilon, kernel_dropout dropout);

/// The gradients of kernel_add_rms_norm: dx, and df = dropout(dx) unless `df` is NULL.
/// dGamma is added to.
void kernel_add_rms_norm_backward(
    float *dx, float *df, float *d_gamma, const float *dy, const float *sum,
    const float *inverse_rms, const float *gamma, int64_t rows, int64_t D, kernel_dropout dropout);

// MARK: - Activations

/// y = x · ½(1 + tanh(√(2/π)(x + 0.044715 x³)))
void kernel_gelu(float *y, const float *x, int64_t count);

/// dx = dy · ∂gelu(x)/∂x
void kernel_gelu_backward(float *dx, const float *dy, const float *x, int64_t count);

/// y[n, j] = x[n, j] · σ(x[n, j]) · x[n, F + j]; x has 2F columns, y has F
void kernel_swiglu(float *y, const float *x, int64_t rows, int64_t F);

/// The gradient of kernel_swiglu, with 2F columns as x.
void kernel_swiglu_backward(
    float *dx, const float *dy, const float *x, int64_t rows, int64_t F);

// MARK: - Rotary positions

/// Turns the pairs of columns (j, j + head_dim/2) of every head by the angles of the row's
/// position, in place.
///
/// Row n begins at x + n · stride. table[position] holds head_dim/2 cosines, then as many sines.
/// `direction` 1 turns forward, −1 back.
void kernel_rotate(
    float *x, const float *table, const int32_t *position_of, int64_t rows, int64_t stride,
    int64_t heads, int64_t head_dim, float direction);

// MARK: - Attention over packed sequences

/// One batch of sequences attending to another, all heads.
///
/// Sequence i has its queries in rows query_start[i] ..< query_start[i+1] and its keys and values
/// in rows key_start[i] ..< key_start[i+1] of matrices with the given row strides. Its weights
/// are [heads, queries, padded keys] from weights[weights_start[i]], rows padded with zeros to a
/// multiple of 16.
typedef struct {
    const int32_t *query_start, *key_start;
    const int64_t *weights_start;
    int64_t sequences, heads, head_dim;
    int64_t query_stride, key_stride, value_stride;
    int32_t causal;  // query t sees keys 0 … t
    const float *slopes;  // of each head: query t's score for key s loses slope · |t − s|; or NULL
    int32_t halves;  // Q, K and V are bfloat16, else floats
} kernel_attention_shape;

/// context = softmax(Q Kᵀ/√d) V for every sequence and head; no keys: context 0.
/// `context` has row stride heads·head_dim.
/// `scratch`: head_dim · padded(longest keys) floats, and where Q, K and V are bfloat16
/// (longest queries + 2 · longest keys) · head_dim more.
void kernel_attention(
    float *context, float *weights, const void *query, const void *key, const void *value,
    float *scratch, kernel_attention_shape shape);

/// The gradients of kernel_attention; dQ, dK, dV are floats, have the strides of Q, K, V and are
/// written.
/// `scratch`: (head_dim + longest queries) · padded(longest keys) floats, and where Q, K and V are
/// bfloat16 (longest queries + 2 · longest keys) · head_dim more.
void kernel_attention_backward(
    float *d_query, float *d_key, float *d_value, const float *d_context, const float *weights,
    const void *query, const void *key, const void *value, float *scratch,
    kernel_attention_shape shape);

/// Where the keys and values of each row's past are, in decoding.
///
/// Row r's position t is in slot slots[r · stride + t], t < lengths[r]; a slot is
/// 2 · heads · head_dim numbers, keys first, in chunks of `chunk_slots`.
typedef struct {
    const void *const *chunks;
    int64_t chunk_slots;
    const int32_t *slots, *lengths;
    int64_t stride;
    int32_t halves;  // the chunks are of bfloat16, else of floats
} kernel_slot_paths;

/// One query a row against the keys and values of its own past; no past: context 0.
///
/// `slopes` are those of kernel_attention_shape, or NULL.
/// `scores`: padded(longest) floats; `scratch`: as many pointers as the longest past.
void kernel_slot_attention(
    float *context, const float *query, int64_t query_stride, kernel_slot_paths past,
    int64_t rows, int64_t heads, int64_t head_dim, const float *slopes, float *scores,
    const void **scratch);

/// The keys of a sentence as kernel_source_attention reads them: transposed,
/// [columns, length rounded up to a multiple of 16], the rest 0; as bfloat16 if `halves`.
void kernel_transpose_keys(
    void *transposed, const float *keys, int64_t stride, int64_t length, int64_t columns,
    int32_t halves);

/// A sentence as the encoder left it.
typedef struct {
    const void *keys;    // by kernel_transpose_keys
    const void *values;  // [length, heads · head_dim], of the same type
    int64_t length;
} kernel_source;

/// The rows of each sentence against its source, in decoding; no source: context 0.
///
/// Rows row_start[n] ..< row_start[n + 1] of `query` and `context` are sentence n's.
/// `halves`: whether keys and values are bfloat16.
/// `scores`: most rows of a sentence · padded(longest source) floats.
/// `weights`, or NULL: the mean of the heads' weights is added to it, [rows, weight_stride].
void kernel_source_attention(
    float *context, const float *query, const kernel_source *sources, const int32_t *row_start,
    int64_t sentences, int64_t heads, int64_t head_dim, int32_t halves, float *scores,
    float *weights, int64_t weight_stride);

// MARK: - Softmax over the vocabulary

/// Cross-entropy with label smoothing, and its gradient.
///
///     loss[n] = −Σ_v q(v) log p(v)      q = (1 − ε)·[v = target] + ε/V
///     d_logits[n, v] = (p − q) · gradient_scale      sums[v] += Σ_n d_logits[n, v]
///
/// Uses the logits up.
void kernel_cross_entropy(
    float *loss, float *d_logits, float *sums, float *logits, const int32_t *targets,
    int64_t rows, int64_t V, float smoothing, float gradient_scale);

/// The same with the gradient in bfloat16; the sums are of what it was before.
void kernel_cross_entropy_bf16(
    float *loss, uint16_t *d_logits, float *sums, float *logits, const int32_t *targets,
    int64_t rows, int64_t V, float smoothing, float gradient_scale);

/// The loss of regularized dropout (R-Drop), of two draws of the same rows, and its gradients in
/// the places of the logits.
///
///     loss[n] = ½·(CE(p) + CE(q)) + α/4·(KL(p‖q) + KL(q‖p))      p, q = softmax(first, second)
///     first[n] ← ∂loss/∂first · gradient_scale, and so for second
///
/// CE is that of kernel_cross_entropy.
void kernel_r_drop(
    float *loss, float *first, float *second, const int32_t *targets, int64_t rows, int64_t V,
    float smoothing, float alpha, float gradient_scale);

/// The k largest of each row as log-probabilities with their columns, largest first, ties by
/// lower column; k ≤ V. `log_sums`: what each row's logits exceed the log-probabilities by.
void kernel_log_softmax_top(
    float *values, int32_t *columns, float *log_sums, const float *logits, int64_t rows, int64_t V,
    int64_t stride, int64_t k);

/// exp((logits − beside) · inverse_temperature) of one row; −∞ gives 2⁻¹²⁵, not 0.
void kernel_softmax_weights(
    float *weights, const float *logits, float beside, float inverse_temperature, int64_t V);

/// log p(targets[n]) of each row.
void kernel_log_softmax_at(
    float *values, const float *logits, const int32_t *targets, int64_t rows, int64_t V,
    int64_t stride);

/// Mixes what two models think of the same rows: y becomes the logits of (1 − share)·p + share·q,
/// with p = softmax(y) and q = softmax(x), and keeps what its rows exceed log-probabilities by.
void kernel_mix_logits(float *y, const float *x, float share, int64_t rows, int64_t V);

// MARK: - Adam

typedef struct {
    float rate;             // α
    float beta1, beta2;
    float epsilon;
    float correction1, correction2;  // 1 − β₁ᵗ, 1 − β₂ᵗ
    float gradient_factor;  // clipping
    float weight_decay;     // λ
    float average_decay;    // of the moving average
} kernel_adam_step;

/// One step of Adam over `count` parameters, with decoupled weight decay, and a step of their
/// moving average:
///
///     w ← (1 − αλ)·w − α · m̂/(√v̂ + ε)      average += (1 − decay)(w − average)
///
/// `average` NULL: none is kept.
void kernel_adam(
    float *weights, float *moment1, float *moment2, float *average, const float *gradients,
    int64_t count, kernel_adam_step step);
