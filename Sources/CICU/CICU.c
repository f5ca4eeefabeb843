#include "CICU.h"

#include <stddef.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

// MARK: - Breaks

cicu_breaks *cicu_breaks_open(int32_t kind, const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open((UBreakIteratorType)kind, locale, NULL, 0, &status);
    if (U_SUCCESS(status)) return (cicu_breaks *)iterator;
    status = U_ZERO_ERROR;
    iterator = ubrk_open((UBreakIteratorType)kind, "root", NULL, 0, &status);
    return U_SUCCESS(status) ? (cicu_breaks *)iterator : NULL;
}

void cicu_breaks_close(cicu_breaks *breaks) {
    ubrk_close((UBreakIterator *)breaks);
}

int32_t cicu_breaks_find(
    cicu_breaks *breaks, const uint16_t *text, int32_t length, int32_t *ends
) {
    UBreakIterator *iterator = (UBreakIterator *)breaks;
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(iterator, (const UChar *)text, length, &status);
    if (U_FAILURE(status)) return -1;
    int32_t count = 0;
    for (int32_t end = ubrk_next(iterator); end != UBRK_DONE; end = ubrk_next(iterator)) {
        if (count == length) return -1;
        ends[count++] = end;
    }
    // The caller's text goes away: leave no pointer into it.
    static const UChar empty[1] = {0};
    ubrk_setText(iterator, empty, 0, &status);
    return count;
}

// MARK: - UTF-16

int32_t cicu_utf16_from_utf8(
    const uint8_t *utf8, int32_t length, uint16_t *units, int32_t *scalars
) {
    int32_t count = 0, pairs = 0;
    for (int32_t i = 0; i < length;) {
        uint32_t lead = utf8[i];
        if (lead < 0x80) {
            units[count++] = (uint16_t)lead;
            i += 1;
        } else if (lead < 0xE0 && i + 1 < length) {
            units[count++] = (uint16_t)((lead & 0x1F) << 6 | (utf8[i + 1] & 0x3F));
            i += 2;
        } else if (lead < 0xF0 && i + 2 < length) {
            units[count++] = (uint16_t)(
                (lead & 0x0F) << 12 | (utf8[i + 1] & 0x3Fu) << 6 | (utf8[i + 2] & 0x3Fu));
            i += 3;
        } else if (i + 3 < length) {
            uint32_t scalar = (lead & 0x07) << 18 | (utf8[i + 1] & 0x3Fu) << 12
                | (utf8[i + 2] & 0x3Fu) << 6 | (utf8[i + 3] & 0x3Fu);
            units[count++] = U16_LEAD(scalar);
            units[count++] = U16_TRAIL(scalar);
            pairs += 1;
            i += 4;
        } else {
            break;  // cut off in the middle of a scalar, which a Swift string never is
        }
    }
    *scalars = count - pairs;
    return count;
}

// MARK: - Classes

static uint8_t kind_of(UChar32 scalar) {
    if (u_isUWhiteSpace(scalar)) return CICU_KIND_SPACE;
    if (scalar >= 0x1F3FB && scalar <= 0x1F3FF) return CICU_KIND_MARK;    // skin tones
    if (scalar >= 0x1F1E6 && scalar <= 0x1F1FF) return CICU_KIND_LETTER;  // flags
    uint32_t category = U_GET_GC_MASK(scalar);
    if (category & U_GC_ND_MASK) return CICU_KIND_DIGIT;
    if (category & (U_GC_L_MASK | U_GC_NL_MASK | U_GC_NO_MASK)) return CICU_KIND_LETTER;
    if (category & (U_GC_M_MASK | U_GC_CF_MASK)) return CICU_KIND_MARK;
    if (category & (U_GC_PS_MASK | U_GC_PI_MASK)) return CICU_KIND_OPENING;
    return CICU_KIND_OTHER;
}

static int is_unspaced(UChar32 scalar) {
    if (scalar < 0x0E00) return 0;
    if ((scalar >= 0x3001 && scalar <= 0x303F) || (scalar >= 0xFF01 && scalar <= 0xFF9F)) return 1;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(scalar, &status)) {
    case USCRIPT_HAN: case USCRIPT_HIRAGANA: case USCRIPT_KATAKANA: case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI: case USCRIPT_LAO: case USCRIPT_KHMER: case USCRIPT_MYANMAR:
        return 1;
    default:
        return 0;
    }
}

uint8_t cicu_class(uint32_t scalar) {
    return (uint8_t)(
        kind_of((UChar32)scalar) | (is_unspaced((UChar32)scalar) ? CICU_CLASS_UNSPACED : 0));
}

void cicu_classify(const uint16_t *text, int32_t length, uint8_t *classes) {
    for (int32_t i = 0; i < length; i++) {
        uint16_t unit = text[i];
        // The commonest first: most text is letters and spaces of ASCII.
        if ((unit | 0x20) >= 'a' && (unit | 0x20) <= 'z') {
            classes[i] = CICU_KIND_LETTER;
        } else if (unit == ' ') {
            classes[i] = CICU_KIND_SPACE;
        } else if (U16_IS_LEAD(unit) && i + 1 < length && U16_IS_TRAIL(text[i + 1])) {
            classes[i] = cicu_class((uint32_t)U16_GET_SUPPLEMENTARY(unit, text[i + 1]));
            classes[i + 1] = classes[i] | CICU_CLASS_TRAIL;
            i += 1;
        } else {
            classes[i] = cicu_class(unit);
        }
    }
}
