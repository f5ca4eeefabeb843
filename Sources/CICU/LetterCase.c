#include "CICU.h"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

// Only pairs that lead to each other count, so that lowering is undone exactly: İ, ſ, ς, ẞ, ß and ǅ
// have no partner. Nor have the letters of Cherokee, whose texts are written in the upper ones.

static int is_cherokee(UChar32 scalar) {
    return (scalar >= 0x13A0 && scalar <= 0x13FF) || (scalar >= 0xAB70 && scalar <= 0xABBF);
}

static UChar32 lowered(UChar32 scalar) {
    UChar32 lower = u_tolower(scalar);
    if (lower == scalar || u_toupper(lower) != scalar) return scalar;
    if (U16_LENGTH(lower) != U16_LENGTH(scalar) || is_cherokee(scalar)) return scalar;
    return lower;
}

static UChar32 raised(UChar32 scalar) {
    UChar32 upper = u_toupper(scalar);
    return upper != scalar && lowered(upper) == scalar ? upper : scalar;
}

int32_t cicu_lower(const uint16_t *text, int32_t length, uint16_t *lower, uint8_t *cases) {
    int32_t count = 0;
    for (int32_t i = 0; i < length; i++) {
        uint16_t unit = text[i];
        lower[i] = unit;
        if (unit < 0x80) {
            int is_upper = unit >= 'A' && unit <= 'Z';
            cases[i] = is_upper ? CICU_CASE_UPPER
                : unit >= 'a' && unit <= 'z' ? CICU_CASE_LOWER : CICU_CASE_NONE;
            if (is_upper) lower[i] = unit | 0x20;
            count += is_upper;
            continue;
        }
        int is_pair = U16_IS_LEAD(unit) && i + 1 < length && U16_IS_TRAIL(text[i + 1]);
        UChar32 scalar = is_pair ? U16_GET_SUPPLEMENTARY(unit, text[i + 1]) : unit;
        UChar32 small = lowered(scalar);
        cases[i] = small != scalar ? CICU_CASE_UPPER
            : raised(scalar) != scalar ? CICU_CASE_LOWER : CICU_CASE_NONE;
        count += small != scalar;
        if (is_pair) {
            lower[i] = U16_LEAD(small);
            lower[i + 1] = U16_TRAIL(small);
            cases[i + 1] = CICU_CASE_NONE;
            i += 1;
        } else {
            lower[i] = (uint16_t)small;
        }
    }
    return count;
}

int32_t cicu_raise(uint16_t *text, int32_t length, int32_t limit) {
    int32_t count = 0;
    for (int32_t i = 0; i < length && count < limit; i++) {
        int is_pair = U16_IS_LEAD(text[i]) && i + 1 < length && U16_IS_TRAIL(text[i + 1]);
        UChar32 scalar = is_pair ? U16_GET_SUPPLEMENTARY(text[i], text[i + 1]) : text[i];
        UChar32 upper = raised(scalar);
        count += upper != scalar;
        if (is_pair) {
            text[i] = U16_LEAD(upper);
            text[i + 1] = U16_TRAIL(upper);
            i += 1;
        } else {
            text[i] = (uint16_t)upper;
        }
    }
    return count;
}
