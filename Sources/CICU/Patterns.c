// Regular expressions of strangers, with bounds on the time and the memory of a search.
#include "CICU.h"

#include <stddef.h>
#include <unicode/uregex.h>

/// Bytes that a search may take to remember where to go back to.
enum { STACK_LIMIT = 1 << 21 };

static const UChar empty[1] = {0};

cicu_pattern *cicu_pattern_open(
    const uint16_t *pattern, int32_t length, int32_t *place, const char **reason
) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError error = {0};
    URegularExpression *expression = uregex_open(
        (const UChar *)pattern, length, UREGEX_ERROR_ON_UNKNOWN_ESCAPES, &error, &status);
    if (U_SUCCESS(status)) uregex_setStackLimit(expression, STACK_LIMIT, &status);
    if (U_SUCCESS(status)) uregex_setText(expression, empty, 0, &status);
    if (U_SUCCESS(status)) return (cicu_pattern *)expression;
    *place = error.offset;
    *reason = u_errorName(status);
    uregex_close(expression);
    return NULL;
}

cicu_pattern *cicu_pattern_copy(const cicu_pattern *pattern) {
    UErrorCode status = U_ZERO_ERROR;
    URegularExpression *copy = uregex_clone((const URegularExpression *)pattern, &status);
    if (U_SUCCESS(status)) uregex_setStackLimit(copy, STACK_LIMIT, &status);
    if (U_SUCCESS(status)) return (cicu_pattern *)copy;
    uregex_close(copy);
    return NULL;
}

void cicu_pattern_close(cicu_pattern *pattern) {
    uregex_close((URegularExpression *)pattern);
}

int32_t cicu_pattern_set_text(
    cicu_pattern *pattern, const uint16_t *text, int32_t length, int32_t limit
) {
    UErrorCode status = U_ZERO_ERROR;
    uregex_setText((URegularExpression *)pattern, (const UChar *)text, length, &status);
    uregex_setTimeLimit((URegularExpression *)pattern, limit, &status);
    return U_SUCCESS(status);
}

int32_t cicu_pattern_find_next(cicu_pattern *pattern, int32_t *start, int32_t *end) {
    UErrorCode status = U_ZERO_ERROR;
    URegularExpression *expression = (URegularExpression *)pattern;
    if (!uregex_findNext(expression, &status) || U_FAILURE(status)) return 0;
    *start = uregex_start(expression, 0, &status);
    *end = uregex_end(expression, 0, &status);
    return U_SUCCESS(status);
}

void cicu_pattern_forget_text(cicu_pattern *pattern) {
    UErrorCode status = U_ZERO_ERROR;
    uregex_setText((URegularExpression *)pattern, empty, 0, &status);
}
