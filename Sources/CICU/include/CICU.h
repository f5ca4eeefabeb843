// A narrow face on ICU: opaque handles and plain integers, and no ICU header, because ICU's own
// headers cannot be imported into Swift beside Foundation. Text is UTF-16, codes and names are ASCII.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

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

/// A form of Unicode normalization.
enum { CICU_NFC = 0, CICU_NFKC = 1 };

/// How many units at the beginning a look at each scalar shows to be in the form. There the text
/// ends, or there is a place that normalizing never looks across.
int32_t cicu_settled_length(int32_t form, const uint16_t *text, int32_t length);

/// How many units there are from the first scalar to the next that normalizing never looks back
/// from; `length` when there is none.
int32_t cicu_row_length(int32_t form, const uint16_t *text, int32_t length);

/// Writes the text in the form. Returns the units it takes, which may be more than `capacity` (then
/// call again), or −1 when ICU failed. The time grows with the square of a row's length.
int32_t cicu_normalize(
    int32_t form, const uint16_t *text, int32_t length, uint16_t *normalized, int32_t capacity);

/// Units `start` to `end` of a text.
typedef struct {
    int32_t start, end;
} cicu_range;

/// 1 when `cicu_unify` would surely change nothing, else 0.
int32_t cicu_is_surely_unified(const uint16_t *text, int32_t length);

/// Writes the text with one sign for each kind of quotation mark, dash and space, and without what
/// nobody sees; `Normalization.translation` lists them. Returns how many units were written, at
/// most `length`. `sources`, unless null, receives where in the text each of them comes from.
int32_t cicu_unify(
    const uint16_t *text, int32_t length, uint16_t *unified, cicu_range *sources);

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

/// How a scalar is written, if putting it in lower case is undone by putting it in upper case.
enum {
    CICU_CASE_NONE = 0,  // also for the second half of a surrogate pair
    CICU_CASE_UPPER = 1,
    CICU_CASE_LOWER = 2
};

/// Writes the text in lower case, as many units, and one case for each unit; leaves alone what
/// `cicu_raise` would not make the same again. Returns how many scalars have changed.
int32_t cicu_lower(const uint16_t *text, int32_t length, uint16_t *lower, uint8_t *cases);

/// Puts the first `limit` scalars that are in lower case into upper case. Returns how many.
int32_t cicu_raise(uint16_t *text, int32_t length, int32_t limit);

/// Writes the tag as BCP 47 has it today: `ger` and `DEU` become `de`, `iw` becomes `he`, `sh`
/// becomes `sr-Latn`, `en-uk` becomes `en-GB`. Here and below a `tag` ends in 0, and what is
/// written does not. Returns its length, or −1 when the tag is not well-formed, names no language
/// or does not fit.
int32_t cicu_language_canonical(const char *tag, char *canonical, int32_t capacity);

/// The same with the script and region that are most likely where the tag names none, if known.
int32_t cicu_language_likely(const char *tag, char *likely, int32_t capacity);

/// Writes the English name as UTF-8 and returns its length, or −1 for a language that ICU does not
/// know or that does not fit.
int32_t cicu_language_name(const char *tag, char *name, int32_t capacity);

/// Writes the script that the tag names or, if it names none, all that the language is customarily
/// written in, the likeliest first. Returns how many; 0 when ICU does not know.
int32_t cicu_language_scripts(const char *tag, uint8_t *scripts, int32_t capacity);

/// The character before the tenths of a number, as the language writes it: `,` for `de`, `.` for
/// `de-CH`; 0 when the tag is not well-formed or ICU does not know.
uint16_t cicu_language_decimal_sign(const char *tag);

/// 1 when a region as `419` or `ES` has the other in it, else 0.
int32_t cicu_region_contains(const char *outer, const char *inner);

/// A character that texts of all scripts share (a digit, a comma, an accent), or none at all.
enum { CICU_SCRIPT_NONE = 0 };

/// Writes the scripts of `count` scalars from `first` on.
void cicu_scripts(uint32_t first, int32_t count, uint8_t *scripts);

/// The four letters of ISO 15924, as `Latn`, and the name, as `Latin`; null when there is none.
const char *cicu_script_code(uint8_t script);
const char *cicu_script_name(uint8_t script);

/// A regular expression; one caller at a time.
typedef struct cicu_pattern cicu_pattern;

/// Returns null for what ICU does not take: then `place` is the character, counted from 1, where
/// it noticed, or 0 where it names none, and `reason` is ICU's name for it.
cicu_pattern *cicu_pattern_open(
    const uint16_t *pattern, int32_t length, int32_t *place, const char **reason);
/// Another for another caller; null when there is no memory.
cicu_pattern *cicu_pattern_copy(const cicu_pattern *pattern);
void cicu_pattern_close(cicu_pattern *pattern);

/// Begins a search of `text`, which must stay until `cicu_pattern_forget_text`. `limit` bounds the
/// work of the whole search, in steps of some tens of microseconds that do not depend on the
/// machine. Returns 0 when ICU failed.
int32_t cicu_pattern_set_text(
    cicu_pattern *pattern, const uint16_t *text, int32_t length, int32_t limit);

/// Writes where the next match is. Returns 0 when there is none, or when a limit was reached.
int32_t cicu_pattern_find_next(cicu_pattern *pattern, int32_t *start, int32_t *end);
void cicu_pattern_forget_text(cicu_pattern *pattern);

#ifdef __cplusplus
}
#endif
