// One sign where writers of the same sentence choose between several. A joiner (ZWJ, ZWNJ) is
// dropped where it shows nothing, and kept beside a script or between two emoji that change with
// it; which of these it stands beside does not change when the text is composed afterwards, so that
// doing all of it twice is doing it once.
#include "CICU.h"

#include <stddef.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

static int is_joiner(uint16_t unit) {
    return unit == 0x200C || unit == 0x200D;
}

/// Soft hyphens, zero-width spaces and joints, byte order marks, and marks of writing direction.
static int is_unseen(uint16_t unit) {
    switch (unit) {
    case 0x00AD: case 0x061C: case 0x200B: case 0x200E: case 0x200F: case 0x2060: case 0xFEFF:
        return 1;
    default:
        return (unit >= 0x202A && unit <= 0x202E) || (unit >= 0x2066 && unit <= 0x2069);
    }
}

static uint16_t unified(uint16_t unit) {
    if (unit < 0x00A0) return unit;
    switch (unit) {
    case 0x00AB: case 0x00BB: case 0x201C: case 0x201D: case 0x201E: case 0x201F:
        return '"';
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2039: case 0x203A:
    case 0x00B4: case 0x1FFD:  // acute accents, typed for apostrophes
        return '\'';
    case 0x2010: case 0x2011: return '-';
    case 0x2012: return 0x2013;  // figure dash: en dash
    case 0x2015: return 0x2014;  // horizontal bar: em dash
    case 0x00A0: case 0x202F: case 0x205F: case 0x3000:
        return ' ';
    default:
        return unit >= 0x2000 && unit <= 0x200A ? ' ' : unit;
    }
}

int32_t cicu_is_surely_unified(const uint16_t *text, int32_t length) {
    uint16_t last = 0;
    for (int32_t i = 0; i < length; i++) {
        uint16_t unit = text[i];
        if (unit == ' ' && last == ' ') return 0;
        if (unit >= 0x00A0) {
            if (unified(unit) != unit || is_unseen(unit) || is_joiner(unit)) return 0;
        }
        last = unit;
    }
    return 1;
}

// MARK: - Joiners

/// What a scalar has to do with a joiner beside it.
typedef enum {
    APART,       // nothing
    SHAPED,      // of a script whose letters change shape with it
    PICTURE,     // an emoji, which makes one with another
    TRANSPARENT  // a mark on what stands before
} vicinity;

static int is_shaped(UChar32 scalar) {
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(scalar, &status)) {
    case USCRIPT_COMMON: case USCRIPT_INHERITED: case USCRIPT_UNKNOWN:
    case USCRIPT_LATIN: case USCRIPT_GREEK: case USCRIPT_CYRILLIC: case USCRIPT_ARMENIAN:
    case USCRIPT_GEORGIAN: case USCRIPT_HAN: case USCRIPT_HIRAGANA: case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO: case USCRIPT_HANGUL: case USCRIPT_THAI: case USCRIPT_LAO:
        return 0;
    default:
        return U_SUCCESS(status);
    }
}

static vicinity vicinity_of(UChar32 scalar) {
    if (scalar < 0x00A0) return APART;
    if (is_shaped(scalar)) return SHAPED;
    int is_skin_tone = scalar >= 0x1F3FB && scalar <= 0x1F3FF;
    if (is_skin_tone || U_GET_GC_MASK(scalar) & U_GC_M_MASK) return TRANSPARENT;
    return u_hasBinaryProperty(scalar, UCHAR_EXTENDED_PICTOGRAPHIC) ? PICTURE : APART;
}

/// Reads on from `*place` to `end`; what stands before `end`, when `before` is what stood before.
static vicinity vicinity_before(
    const uint16_t *text, int32_t *place, int32_t end, vicinity before
) {
    while (*place < end) {
        UChar32 scalar;
        U16_NEXT((const UChar *)text, *place, end, scalar);
        if (scalar <= 0xFFFF && (is_joiner((uint16_t)scalar) || is_unseen((uint16_t)scalar))) {
            continue;
        }
        vicinity next = vicinity_of(scalar);
        if (next != TRANSPARENT) before = next;
    }
    return before;
}

static int keeps_joiners(vicinity before, const uint16_t *rest, int32_t length) {
    if (before == SHAPED) return 1;
    if (length == 0) return 0;
    UChar32 scalar;
    int32_t next = 0;
    U16_NEXT((const UChar *)rest, next, length, scalar);
    // Not a mark, which composing may move.
    if (U_GET_GC_MASK(scalar) & U_GC_M_MASK) return 0;
    vicinity after = vicinity_of(scalar);
    return after == SHAPED || (after == PICTURE && before == PICTURE);
}

// MARK: - All

int32_t cicu_unify(
    const uint16_t *text, int32_t length, uint16_t *unifiedText, cicu_range *sources
) {
    int32_t count = 0, read = 0;  // `before` knows of the text up to `read`
    vicinity before = APART;
    for (int32_t i = 0; i < length;) {
        int32_t end = i;  // of a row of joiners and what nobody sees
        int has_joiner = 0, keeps = 0;
        while (end < length && (is_joiner(text[end]) || is_unseen(text[end]))) {
            has_joiner |= is_joiner(text[end++]);
        }
        if (has_joiner) {
            before = vicinity_before(text, &read, i, before);
            keeps = keeps_joiners(before, text + end, length - end);
        }
        for (; i < end; i++) {
            if (!keeps || !is_joiner(text[i])) continue;
            if (sources) sources[count] = (cicu_range){i, i + 1};
            unifiedText[count++] = text[i];
        }
        if (i == length) break;
        uint16_t unit = unified(text[i]);
        if (unit == ' ' && count > 0 && unifiedText[count - 1] == ' ') {
            if (sources) sources[count - 1].end = i + 1;
        } else {
            if (sources) sources[count] = (cicu_range){i, i + 1};
            unifiedText[count++] = unit;
        }
        i++;
    }
    return count;
}
