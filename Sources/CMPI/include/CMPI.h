// What training needs of MPI, without its header: that one has other types in every
// implementation, and macros that Swift cannot read.
//
// Only collectives, begun and then asked after: who waits can sleep between two questions, where
// MPI's own waiting keeps a core busy. All processes must begin the same ones in the same order.
// The buffer of one that is under way must stay where it is. Calls may come from any thread, but
// never from two at once.
//
// Without the package trait MPI nothing here is defined.

#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int32_t rank;  // from 0
    int32_t size;  // processes in all
} cmpi_place;

// What is begun is known by a ticket, from 0. Negative results are errors; cmpi_error has words
// for them.

/// Joins the processes that were started together.
int32_t cmpi_join(cmpi_place *place);

/// Begins to replace numbers by their sums over all processes.
int32_t cmpi_begin_float_sum(float *numbers, int32_t count);
int32_t cmpi_begin_double_sum(double *numbers, int32_t count);

/// Begins to replace bytes by those of the process `root`.
int32_t cmpi_begin_broadcast(void *bytes, int32_t count, int32_t root);

/// Moves everything under way along: 1 when the ticket's work is done, and the ticket free again;
/// 0 before.
int32_t cmpi_test(int32_t ticket);

/// Words for an error, in a buffer that the next call writes over.
const char *cmpi_error(int32_t code);

/// Leaves the others, who leave too.
void cmpi_leave(void);

/// Ends all processes at once, this one included.
void cmpi_end_all(int32_t status);
