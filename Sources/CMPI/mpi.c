#include "CMPI.h"

#ifdef TRANSLATE_MPI

#include <mpi.h>
#include <stdlib.h>

// Tickets are places in this table: more are never under way.
enum { most_requests = 64 };
static MPI_Request requests[most_requests];
static bool is_used[most_requests];

enum { no_free_ticket = -1, first_error = -2 };

static int32_t error_of(int code) { return first_error - code; }

int32_t cmpi_join(cmpi_place *place) {
    int provided = 0;
    int code = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided);
    if (code != MPI_SUCCESS) return error_of(code);
    // Errors come back to us, to be told in our words.
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    if (provided < MPI_THREAD_SERIALIZED) return error_of(MPI_ERR_UNSUPPORTED_OPERATION);
    int rank = 0, size = 1;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    *place = (cmpi_place){rank, size};
    return 0;
}

static int32_t free_ticket(void) {
    for (int32_t ticket = 0; ticket < most_requests; ticket++) {
        if (!is_used[ticket]) return ticket;
    }
    return no_free_ticket;
}

static int32_t begun(int32_t ticket, int code) {
    if (code != MPI_SUCCESS) return error_of(code);
    is_used[ticket] = true;
    return ticket;
}

static int32_t begin_sum(void *numbers, int32_t count, MPI_Datatype type) {
    int32_t ticket = free_ticket();
    if (ticket < 0) return ticket;
    return begun(ticket, MPI_Iallreduce(
        MPI_IN_PLACE, numbers, count, type, MPI_SUM, MPI_COMM_WORLD, &requests[ticket]));
}

int32_t cmpi_begin_float_sum(float *numbers, int32_t count) {
    return begin_sum(numbers, count, MPI_FLOAT);
}

int32_t cmpi_begin_double_sum(double *numbers, int32_t count) {
    return begin_sum(numbers, count, MPI_DOUBLE);
}

int32_t cmpi_begin_broadcast(void *bytes, int32_t count, int32_t root) {
    int32_t ticket = free_ticket();
    if (ticket < 0) return ticket;
    return begun(ticket, MPI_Ibcast(
        bytes, count, MPI_BYTE, root, MPI_COMM_WORLD, &requests[ticket]));
}

int32_t cmpi_test(int32_t ticket) {
    int is_done = 0;
    int code = MPI_Test(&requests[ticket], &is_done, MPI_STATUS_IGNORE);
    if (code != MPI_SUCCESS) return error_of(code);
    if (is_done) is_used[ticket] = false;
    return is_done ? 1 : 0;
}

const char *cmpi_error(int32_t code) {
    static char words[MPI_MAX_ERROR_STRING + 1];
    int length = 0;
    if (code == no_free_ticket) return "too many messages under way";
    if (MPI_Error_string(first_error - code, words, &length) != MPI_SUCCESS) return "no reason";
    return words;
}

void cmpi_leave(void) { MPI_Finalize(); }

void cmpi_end_all(int32_t status) {
    MPI_Abort(MPI_COMM_WORLD, status);
    _Exit(status);
}

#endif
