// A narrow face on ICU: opaque handles and plain integers, and no ICU header, because ICU's own
// headers cannot be imported into Swift beside Foundation. Text is UTF-16 throughout.
#pragma once
#include <stdint.h>

/// What lies between two boundaries.
enum {
    CICU_BREAK_CHARACTER = 0,  // grapheme clusters
    CICU_BREAK_WORD = 1,
    CICU_BREAK_SENTENCE = 3
};

/// A break iterator; one caller at a time.
typedef struct cicu_breaks cicu_breaks;

/// Opens the rules of `locale`, or the root rules where ICU does not know it.
/// Returns null when ICU has no rules at all.
cicu_breaks *cicu_breaks_open(int32_t kind, const char *locale);
void cicu_breaks_close(cicu_breaks *breaks);

/// Writes the end of every segment of `text`, in order; the last one is `length`.
/// `ends` must hold `length` integers. Returns how many were written, or −1 when ICU failed.
int32_t cicu_breaks_find(
    cicu_breaks *breaks, const uint16_t *text, int32_t length, int32_t *ends);

/// Writes well-formed UTF-8 as UTF-16 and returns the number of units; `units` holds `length`.
/// `scalars` receives the number of Unicode scalars.
int32_t cicu_utf16_from_utf8(
    const uint8_t *utf8, int32_t length, uint16_t *units, int32_t *scalars);

/// 1 when a look at each scalar shows that the text is in Normalization Form C; 0 when it is not or
/// only normalizing would tell. Always linear in the length.
int32_t cicu_is_surely_nfc(const uint16_t *text, int32_t length);

/// 1 when normalizing never looks across the place before this scalar, else 0.
int32_t cicu_nfc_has_boundary_before(uint32_t scalar);

/// Writes the text in Normalization Form C. Returns the units it takes, which may be more than
/// `capacity` (then call again), or −1 when ICU failed.
int32_t cicu_nfc(const uint16_t *text, int32_t length, uint16_t *normalized, int32_t capacity);

/// What kind of scalar a code unit begins; in the low three bits of a class.
enum {
    CICU_KIND_SPACE = 0,    // White_Space
    CICU_KIND_DIGIT = 1,    // Nd
    CICU_KIND_LETTER = 2,   // L, Nl, No, regional indicators
    CICU_KIND_MARK = 3,     // M, Cf, emoji modifiers: what extends the scalar before it
    CICU_KIND_OPENING = 4,  // Ps, Pi
    CICU_KIND_OTHER = 5,
    CICU_KIND_MASK = 7,
    /// Of a script written without spaces between words, or its punctuation.
    CICU_CLASS_UNSPACED = 16,
    /// The second half of a surrogate pair; the other bits repeat the pair's class.
    CICU_CLASS_TRAIL = 32
};

/// The class of one scalar.
uint8_t cicu_class(uint32_t scalar);

/// Writes one class for each code unit.
void cicu_classify(const uint16_t *text, int32_t length, uint8_t *classes);
