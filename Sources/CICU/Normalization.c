#include "CICU.h"

#include <stddef.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

static const UNormalizer2 *normalizer_of(int32_t form) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer =
        form == CICU_NFKC ? unorm2_getNFKCInstance(&status) : unorm2_getNFCInstance(&status);
    return U_SUCCESS(status) ? normalizer : NULL;
}

int32_t cicu_settled_length(int32_t form, const uint16_t *text, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = normalizer_of(form);
    if (!normalizer) return length;
    int32_t settled =
        unorm2_spanQuickCheckYes(normalizer, (const UChar *)text, length, &status);
    return U_SUCCESS(status) ? settled : length;
}

int32_t cicu_row_length(int32_t form, const uint16_t *text, int32_t length) {
    const UNormalizer2 *normalizer = normalizer_of(form);
    if (!normalizer) return length;
    for (int32_t end = 0, next = 0; end < length; end = next) {
        UChar32 scalar;
        U16_NEXT((const UChar *)text, next, length, scalar);
        if (end > 0 && unorm2_hasBoundaryBefore(normalizer, scalar)) return end;
    }
    return length;
}

int32_t cicu_normalize(
    int32_t form, const uint16_t *text, int32_t length, uint16_t *normalized, int32_t capacity
) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = normalizer_of(form);
    if (!normalizer) return -1;
    int32_t needed = unorm2_normalize(
        normalizer, (const UChar *)text, length, (UChar *)normalized, capacity, &status);
    return U_SUCCESS(status) || status == U_BUFFER_OVERFLOW_ERROR ? needed : -1;
}
