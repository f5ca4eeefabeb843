#include "COneDNN.h"

#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

// oneDNN 2.x describes an operation and derives a primitive from the description; 3.x goes
// straight to the primitive and hides its descriptors behind handles. Only the functions up to
// `descriptor_equal` know the difference.

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t descriptor;
typedef const_dnnl_memory_desc_t borrowed_descriptor;
#else
typedef dnnl_memory_desc_t *descriptor;
typedef const dnnl_memory_desc_t *borrowed_descriptor;
#endif

static dnnl_status_t descriptor_create(
    descriptor *out, int rank, const dnnl_dims_t dims, dnnl_data_type_t type,
    const dnnl_dims_t strides) {
#if DNNL_VERSION_MAJOR >= 3
    return strides ? dnnl_memory_desc_create_with_strides(out, rank, dims, type, strides)
                   : dnnl_memory_desc_create_with_tag(out, rank, dims, type, dnnl_format_tag_any);
#else
    *out = malloc(sizeof(dnnl_memory_desc_t));
    if (!*out) return dnnl_out_of_memory;
    return strides
        ? dnnl_memory_desc_init_by_strides(*out, rank, dims, type, strides)
        : dnnl_memory_desc_init_by_tag(*out, rank, dims, type, dnnl_format_tag_any);
#endif
}

static void descriptor_destroy(descriptor d) {
#if DNNL_VERSION_MAJOR >= 3
    if (d) dnnl_memory_desc_destroy(d);
#else
    free(d);
#endif
}

/// A descriptor that outlives the primitive descriptor it was read from.
static dnnl_status_t descriptor_copy(descriptor *out, borrowed_descriptor from) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_memory_desc_clone(out, from);
#else
    *out = malloc(sizeof(dnnl_memory_desc_t));
    if (!*out) return dnnl_out_of_memory;
    **out = *from;
    return dnnl_success;
#endif
}

static dnnl_status_t matmul_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, descriptor left, descriptor right,
    descriptor bias, descriptor result, dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_matmul_primitive_desc_create(out, engine, left, right, bias, result, attributes);
#else
    dnnl_matmul_desc_t operation;
    dnnl_status_t status = dnnl_matmul_desc_init(&operation, left, right, bias, result);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, NULL);
#endif
}

static dnnl_status_t append_post_operations(dnnl_post_ops_t chain, bool accumulate, bool relu) {
    dnnl_status_t status = dnnl_success;
#if DNNL_VERSION_MAJOR >= 3
    if (accumulate) status = dnnl_post_ops_append_sum(chain, 1, 0, dnnl_data_type_undef);
    if (status == dnnl_success && relu)
        status = dnnl_post_ops_append_eltwise(chain, dnnl_eltwise_relu, 0, 0);
#else
    if (accumulate) status = dnnl_post_ops_append_sum(chain, 1);
    if (status == dnnl_success && relu)
        status = dnnl_post_ops_append_eltwise(chain, 1, dnnl_eltwise_relu, 0, 0);
#endif
    return status;
}

static bool descriptor_equal(borrowed_descriptor a, borrowed_descriptor b) {
    return dnnl_memory_desc_equal(a, b);
}

// MARK: - The engine and what each thread owns

static dnnl_engine_t shared_engine;
static pthread_key_t thread_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static void (*set_thread_count)(int);

typedef struct {
    dnnl_stream_t stream;
    void *scratch;
    size_t scratch_bytes;
} thread_state;

static void thread_state_destroy(void *pointer) {
    thread_state *state = pointer;
    dnnl_stream_destroy(state->stream);
    free(state->scratch);
    free(state);
}

static void initialize(void) {
    if (dnnl_engine_create(&shared_engine, dnnl_cpu, 0) != dnnl_success) shared_engine = NULL;
    pthread_key_create(&thread_key, thread_state_destroy);
    // An own table holds the plans; oneDNN's would hold them a second time.
    dnnl_set_primitive_cache_capacity(0);
    // Looked up at run time: a oneDNN built with another threading library has no such symbol
    // and nothing to set.
    set_thread_count = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
}

static thread_state *current_thread(size_t scratch_bytes) {
    thread_state *state = pthread_getspecific(thread_key);
    if (!state) {
        state = calloc(1, sizeof *state);
        if (!state) return NULL;
        onednn_use_one_thread();
        if (dnnl_stream_create(&state->stream, shared_engine, dnnl_stream_default_flags)
            != dnnl_success) {
            free(state);
            return NULL;
        }
        pthread_setspecific(thread_key, state);
    }
    if (state->scratch_bytes < scratch_bytes) {
        free(state->scratch);
        state->scratch = aligned_alloc(64, (scratch_bytes + 63) / 64 * 64);
        state->scratch_bytes = state->scratch ? scratch_bytes : 0;
        if (!state->scratch) return NULL;
    }
    return state;
}

// MARK: - Plans

struct onednn_plan {
    onednn_product product;
    dnnl_primitive_t primitive;
    descriptor left, right, bias, result, scratch;
    descriptor plain_right;
    size_t scratch_bytes;
    char implementation[64];
};

static dnnl_data_type_t element_type(onednn_type type) {
    return type == ONEDNN_BF16 ? dnnl_bf16 : dnnl_f32;
}

static dnnl_status_t create_descriptors(onednn_plan *plan) {
    const onednn_product *p = &plan->product;
    dnnl_data_type_t input = element_type(p->input);
    dnnl_status_t status = descriptor_create(
        &plan->left, 2, (dnnl_dims_t){p->rows, p->inner}, input,
        (dnnl_dims_t){p->left_row_stride, p->left_inner_stride});
    if (status != dnnl_success) return status;
    const dnnl_dims_t right_dims = {p->inner, p->columns};
    status = descriptor_create(
        &plan->plain_right, 2, right_dims, input,
        (dnnl_dims_t){p->right_inner_stride, p->right_column_stride});
    if (status != dnnl_success) return status;
    status = p->packed_right ? descriptor_create(&plan->right, 2, right_dims, input, NULL)
                             : descriptor_copy(&plan->right, plan->plain_right);
    if (status != dnnl_success) return status;
    status = descriptor_create(
        &plan->result, 2, (dnnl_dims_t){p->rows, p->columns}, element_type(p->output),
        (dnnl_dims_t){p->result_row_stride, 1});
    if (status != dnnl_success || !p->bias) return status;
    return descriptor_create(
        &plan->bias, 2, (dnnl_dims_t){1, p->columns}, dnnl_f32, (dnnl_dims_t){p->columns, 1});
}

static dnnl_status_t create_primitive(onednn_plan *plan, dnnl_primitive_attr_t attributes) {
    dnnl_status_t status = dnnl_primitive_attr_set_scratchpad_mode(
        attributes, dnnl_scratchpad_mode_user);
    if (status != dnnl_success) return status;
    dnnl_post_ops_t chain;
    status = dnnl_post_ops_create(&chain);
    if (status != dnnl_success) return status;
    status = append_post_operations(chain, plan->product.accumulate, plan->product.relu);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, chain);
    dnnl_post_ops_destroy(chain);
    if (status != dnnl_success) return status;

    dnnl_primitive_desc_t description;
    status = matmul_create(
        &description, shared_engine, plan->left, plan->right, plan->bias, plan->result,
        attributes);
    if (status != dnnl_success) return status;
    const char *name = NULL;
    dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, &name);
    snprintf(plan->implementation, sizeof plan->implementation, "%s", name ? name : "unknown");
    status = dnnl_primitive_create(&plan->primitive, description);
    if (status == dnnl_success && plan->product.packed_right) {
        descriptor_destroy(plan->right);
        plan->right = NULL;
        status = descriptor_copy(
            &plan->right,
            dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0));
    }
    if (status == dnnl_success) {
        status = descriptor_copy(
            &plan->scratch,
            dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0));
        plan->scratch_bytes = plan->scratch ? dnnl_memory_desc_get_size(plan->scratch) : 0;
    }
    dnnl_primitive_desc_destroy(description);
    return status;
}

onednn_plan *onednn_plan_create(const onednn_product *product, int *status) {
    // The thread count at creation is compiled into the primitive: how it divides the work, and
    // how many threads a run forks even where the running thread asks for one.
    onednn_use_one_thread();
    onednn_plan *plan = shared_engine ? calloc(1, sizeof *plan) : NULL;
    if (!plan) {
        *status = shared_engine ? dnnl_out_of_memory : dnnl_runtime_error;
        return NULL;
    }
    plan->product = *product;
    *status = create_descriptors(plan);
    dnnl_primitive_attr_t attributes;
    if (*status == dnnl_success) *status = dnnl_primitive_attr_create(&attributes);
    if (*status == dnnl_success) {
        *status = create_primitive(plan, attributes);
        dnnl_primitive_attr_destroy(attributes);
    }
    if (*status == dnnl_success) return plan;
    onednn_plan_destroy(plan);
    return NULL;
}

void onednn_plan_destroy(onednn_plan *plan) {
    if (plan->primitive) dnnl_primitive_destroy(plan->primitive);
    descriptor_destroy(plan->left);
    descriptor_destroy(plan->right);
    descriptor_destroy(plan->plain_right);
    descriptor_destroy(plan->bias);
    descriptor_destroy(plan->result);
    descriptor_destroy(plan->scratch);
    free(plan);
}

int onednn_plan_run(
    const onednn_plan *plan, const void *left, const void *right, const float *bias,
    void *result) {
    thread_state *thread = current_thread(plan->scratch_bytes);
    if (!thread) return dnnl_out_of_memory;
    struct { int argument; descriptor layout; void *data; } operands[5] = {
        {DNNL_ARG_SRC, plan->left, (void *)left},
        {DNNL_ARG_WEIGHTS, plan->right, (void *)right},
        {DNNL_ARG_DST, plan->result, result},
        {DNNL_ARG_SCRATCHPAD, plan->scratch, thread->scratch},
        {DNNL_ARG_BIAS, plan->bias, (void *)bias},
    };
    int count = plan->product.bias ? 5 : 4;
    dnnl_exec_arg_t arguments[5];
    dnnl_status_t status = dnnl_success;
    int made = 0;
    for (; made < count && status == dnnl_success; made++) {
        arguments[made].arg = operands[made].argument;
        status = dnnl_memory_create(
            &arguments[made].memory, operands[made].layout, shared_engine, operands[made].data);
        if (status != dnnl_success) break;
    }
    if (status == dnnl_success)
        status = dnnl_primitive_execute(plan->primitive, thread->stream, count, arguments);
    for (int i = 0; i < made; i++) dnnl_memory_destroy(arguments[i].memory);
    return status;
}

size_t onednn_plan_packed_bytes(const onednn_plan *plan) {
    return dnnl_memory_desc_get_size(plan->right);
}

bool onednn_plans_share_packing(const onednn_plan *a, const onednn_plan *b) {
    return descriptor_equal(a->right, b->right);
}

int onednn_plan_pack(const onednn_plan *plan, const void *right, void *packed) {
    thread_state *thread = current_thread(0);
    if (!thread) return dnnl_out_of_memory;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_t reorder = NULL;
    dnnl_memory_t from = NULL, to = NULL;
    dnnl_status_t status = dnnl_reorder_primitive_desc_create(
        &description, plan->plain_right, shared_engine, plan->right, shared_engine, NULL);
    if (status == dnnl_success) status = dnnl_primitive_create(&reorder, description);
    if (status == dnnl_success)
        status = dnnl_memory_create(&from, plan->plain_right, shared_engine, (void *)right);
    if (status == dnnl_success)
        status = dnnl_memory_create(&to, plan->right, shared_engine, packed);
    if (status == dnnl_success) {
        dnnl_exec_arg_t arguments[2] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
        status = dnnl_primitive_execute(reorder, thread->stream, 2, arguments);
    }
    if (to) dnnl_memory_destroy(to);
    if (from) dnnl_memory_destroy(from);
    if (reorder) dnnl_primitive_destroy(reorder);
    if (description) dnnl_primitive_desc_destroy(description);
    return status;
}

const char *onednn_plan_implementation(const onednn_plan *plan) { return plan->implementation; }

// MARK: - The machine

void onednn_use_one_thread(void) {
    pthread_once(&once, initialize);
    if (set_thread_count) set_thread_count(1);
}

bool onednn_has_fast_bf16(void) {
#if defined(__x86_64__)
    return dnnl_get_effective_cpu_isa() >= dnnl_cpu_isa_avx512_core_bf16
        && __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

bool onednn_has_avx512(void) {
#if defined(__x86_64__)
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
#else
    return false;
#endif
}

const char *onednn_version_text(void) {
    static char text[32];
    const dnnl_version_t *version = dnnl_version();
    snprintf(text, sizeof text, "%d.%d.%d", version->major, version->minor, version->patch);
    return text;
}
