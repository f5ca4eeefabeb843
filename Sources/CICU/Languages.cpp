// Languages and scripts. In C++ because only ICU's C++ interface replaces retired and bibliographic
// codes by today's (`iw`, `ger`, `en-UK`); nothing of C++ is seen outside this file.
#include "CICU.h"

#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unum.h>
#include <unicode/uregion.h>
#include <unicode/ures.h>
#include <unicode/uscript.h>

#include <cstdio>
#include <cstring>

namespace {

/// The canonical locale of a tag; bogus when the tag is not well-formed or names no language.
icu::Locale locale_of(const char *tag) {
    icu::Locale bogus;
    bogus.setToBogus();
    int32_t parsed = 0;
    char id[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = uloc_forLanguageTag(tag, id, sizeof id, &parsed, &status);
    bool whole = parsed == static_cast<int32_t>(std::strlen(tag));
    if (U_FAILURE(status) || !whole || length >= ULOC_FULLNAME_CAPACITY) return bogus;
    icu::Locale locale(id);
    locale.canonicalize(status);
    return U_SUCCESS(status) && locale.getLanguage()[0] != 0 ? locale : bogus;
}

int32_t write_tag(const icu::Locale &locale, char *tag, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    icu::CheckedArrayByteSink sink(tag, capacity);
    locale.toLanguageTag(sink, status);
    return U_SUCCESS(status) && !sink.Overflowed() ? sink.NumberOfBytesWritten() : -1;
}

/// An ICU script as one byte; CICU_SCRIPT_NONE for those that every language shares.
uint8_t script_byte(UScriptCode script) {
    switch (script) {
    case USCRIPT_COMMON: case USCRIPT_INHERITED: case USCRIPT_UNKNOWN: return CICU_SCRIPT_NONE;
    default: return script > 0 && script <= UINT8_MAX ? static_cast<uint8_t>(script) : 0;
    }
}

/// Adds the scripts that `name` stands for in a language (`Jpan` for three) unless they are there.
int32_t add_scripts(
    const char *language, const char *name, uint8_t *scripts, int32_t count, int32_t capacity
) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode codes[8] = {
        static_cast<UScriptCode>(u_getPropertyValueEnum(UCHAR_SCRIPT, name))};
    int32_t found = 1;
    // A script that no character has, as `Hans`, stands for others, depending on the language.
    icu::UnicodeSet characters;
    characters.applyIntPropertyValue(UCHAR_SCRIPT, codes[0], status);
    if (characters.isEmpty()) {
        char locale[ULOC_FULLNAME_CAPACITY];
        std::snprintf(locale, sizeof locale, "%s_%s", language, name);
        found = uscript_getCode(locale, codes, 8, &status);
    }
    for (int32_t i = 0; U_SUCCESS(status) && i < found; i++) {
        uint8_t script = script_byte(codes[i]);
        bool isNew = script != CICU_SCRIPT_NONE && !std::memchr(scripts, script, count);
        if (isNew && count < capacity) scripts[count++] = script;
    }
    return count;
}

/// Adds the scripts in which CLDR says that the language is customarily written.
int32_t add_customary_scripts(
    const char *language, uint8_t *scripts, int32_t count, int32_t capacity
) {
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *bundle = ures_openDirect(nullptr, "supplementalData", &status);
    for (const char *key : {"languageData", language, "primary", "scripts"}) {
        ures_getByKey(bundle, key, bundle, &status);
    }
    int32_t size = U_SUCCESS(status) ? ures_getSize(bundle) : 0;
    for (int32_t i = 0; i < size; i++) {
        int32_t length = 0;
        const UChar *name = ures_getStringByIndex(bundle, i, &length, &status);
        if (U_FAILURE(status) || length != 4) continue;
        char ascii[] = "????";
        u_UCharsToChars(name, ascii, 4);
        count = add_scripts(language, ascii, scripts, count, capacity);
    }
    ures_close(bundle);
    return count;
}

}  // namespace

// MARK: - Languages

int32_t cicu_language_canonical(const char *tag, char *canonical, int32_t capacity) {
    icu::Locale locale = locale_of(tag);
    return locale.isBogus() ? -1 : write_tag(locale, canonical, capacity);
}

int32_t cicu_language_likely(const char *tag, char *likely, int32_t capacity) {
    icu::Locale locale = locale_of(tag);
    if (locale.isBogus()) return -1;
    UErrorCode status = U_ZERO_ERROR;
    locale.addLikelySubtags(status);
    return U_SUCCESS(status) ? write_tag(locale, likely, capacity) : -1;
}

int32_t cicu_language_name(const char *tag, char *name, int32_t capacity) {
    icu::Locale locale = locale_of(tag);
    if (locale.isBogus()) return -1;
    icu::UnicodeString language, whole;
    locale.getDisplayLanguage(icu::Locale::getEnglish(), language);
    // ICU gives the code itself where it knows no name.
    if (language == icu::UnicodeString::fromUTF8(locale.getLanguage())) return -1;
    icu::CheckedArrayByteSink sink(name, capacity);
    locale.getDisplayName(icu::Locale::getEnglish(), whole).toUTF8(sink);
    return sink.Overflowed() ? -1 : sink.NumberOfBytesWritten();
}

int32_t cicu_language_scripts(const char *tag, uint8_t *scripts, int32_t capacity) {
    icu::Locale locale = locale_of(tag);
    if (locale.isBogus()) return 0;
    bool hasScript = locale.getScript()[0] != 0;
    UErrorCode status = U_ZERO_ERROR;
    locale.addLikelySubtags(status);
    int32_t count = 0;
    // Not by the language alone: ICU takes `yi` for the Yi script, not for Yiddish.
    if (locale.getScript()[0] != 0) {
        count = add_scripts(
            locale.getLanguage(), locale.getScript(), scripts, count, capacity);
    }
    if (hasScript) return count;
    return add_customary_scripts(locale.getLanguage(), scripts, count, capacity);
}

uint16_t cicu_language_decimal_sign(const char *tag) {
    icu::Locale locale = locale_of(tag);
    if (locale.isBogus()) return 0;
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format =
        unum_open(UNUM_DECIMAL, nullptr, 0, locale.getName(), nullptr, &status);
    UChar sign[8] = {0};
    unum_getSymbol(format, UNUM_DECIMAL_SEPARATOR_SYMBOL, sign, 8, &status);
    unum_close(format);
    return U_SUCCESS(status) ? sign[0] : 0;
}

int32_t cicu_region_contains(const char *outer, const char *inner) {
    UErrorCode status = U_ZERO_ERROR;
    const URegion *outerRegion = uregion_getRegionFromCode(outer, &status);
    const URegion *innerRegion = uregion_getRegionFromCode(inner, &status);
    return U_SUCCESS(status) && uregion_contains(outerRegion, innerRegion);
}

// MARK: - Scripts

void cicu_scripts(uint32_t first, int32_t count, uint8_t *scripts) {
    for (int32_t i = 0; i < count; i++) {
        UErrorCode status = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript(static_cast<UChar32>(first + i), &status);
        scripts[i] = U_SUCCESS(status) ? script_byte(script) : CICU_SCRIPT_NONE;
    }
}

const char *cicu_script_code(uint8_t script) {
    return uscript_getShortName(static_cast<UScriptCode>(script));
}

const char *cicu_script_name(uint8_t script) {
    return uscript_getName(static_cast<UScriptCode>(script));
}
