import Testing

@testable import Text

/// What a finder finds, as text.
func protectedTexts(_ protection: Protection, in text: String) throws -> [String] {
    let units = Array(text.utf16)
    return try ProtectedSpanFinder(protection).spans(in: units).map {
        String(decoding: units[$0.range], as: UTF16.self)
    }
}

@Suite("finding protected spans") struct ProtectedSpanFinderTests {
    @Test(
        "per cent signs that begin placeholders",
        arguments: [
            ("Delete %s?", ["%s"]), ("%1$s of %2$s", ["%1$s", "%2$s"]),
            ("%-5.2f and %+d, %05d", ["%-5.2f", "%+d", "%05d"]),
            ("%ld %lld %lu %zu %hhd", ["%ld", "%lld", "%lu", "%zu", "%hhd"]),
            ("%@ %1$@ %#@files@", ["%@", "%1$@", "%#@files@"]), ("%s%s", ["%s", "%s"]),
            ("%(name)s has %(count)03d", ["%(name)s", "%(count)03d"]),
            ("%{name} %<count>d", ["%{name}", "%<count>d"]),
            ("%1 of %2%3", ["%1", "%2", "%3"]), ("%L1, %12", ["%L1", "%12"]),
            ("%d%% done, 50%% left", ["%d", "%%", "%%"]), ("%s's", ["%s"]), ("%dpx", ["%d"]),
            ("%Y-%m-%d", ["%Y", "%m", "%d"]), ("%H:%M", ["%H", "%M"]),
            ("in %APPDATA% or %user_name%", ["%APPDATA%", "%user_name%"]), ("(%s)", ["%s"]),
            ("100%1$s 5%@", ["%1$s", "%@"]), ("10 %s", ["%s"]), ("%.1f%%", ["%.1f", "%%"]),
            ("%*d and %.*s", ["%*d", "%.*s"]),
        ])
    func placeholdersWithPerCent(text: String, found: [String]) throws {
        #expect(try protectedTexts(Protection(kinds: [.placeholders]), in: text) == found)
    }

    @Test(
        "per cent signs of numbers and of nothing",
        arguments: [
            "50 % of", "50% of", "50 % discount", "100%d'accord", "100 %d'accord", "100%ige", "%",
            "50%ig", "10%der", "50 % e più", "5%.",
            "5 % (or more)", "% s", "100% sicher", "file%E4%B8", "%()s", "%(a b)s",
            "٥٠%d", "5\u{A0}%e", "%-", "%123456", "%0", "%.", "100%", "%😀",
        ])
    func perCentSigns(text: String) throws {
        #expect(try protectedTexts(Protection(kinds: [.placeholders]), in: text) == [])
    }

    @Test(
        "braces",
        arguments: [
            ("Hello {name}!", ["{name}"]), ("{0}, {1}", ["{0}", "{1}"]), ("{}", ["{}"]),
            ("{{x}} and {{ user.name | upper }}", ["{{x}}", "{{ user.name | upper }}"]),
            ("{{{raw}}}", ["{{{raw}}}"]), ("${x} ${a.b()} #{x}", ["${x}", "${a.b()}", "#{x}"]),
            (
                "{0:N2} {name!r} {0:d MMM yyyy} {x:>10}",
                ["{0:N2}", "{name!r}", "{0:d MMM yyyy}", "{x:>10}"]
            ),
            ("{ $count } {$name} { -brand }", ["{ $count }", "{$name}", "{ -brand }"]),
            ("{items[0].name} {名前} {Größe}", ["{items[0].name}", "{名前}", "{Größe}"]),
            ("see $t(common.key) and $USER$", ["$t(common.key)", "$USER$"]),
            ("{n, number} {d, date, short}", ["{n, number}", "{d, date, short}"]),
            (
                "Found {n, plural, one {# file} other {# files in {dir}}}.",
                ["{n, plural, one {# file} other {# files in {dir}}}"]
            ),
            (
                "{g, select, female {'{'her'}'} other {it''s}}!",
                ["{g, select, female {'{'her'}'} other {it''s}}"]
            ),
            ("{n, plural, other {# '#'}} {x}", ["{n, plural, other {# '#'}}", "{x}"]),
            ("{n,plural,one{a}other{b}}", ["{n,plural,one{a}other{b}}"]),
            ("{n, plural, one {# of {m}", ["{m}"]), ("{{x}", ["{x}"]), ("{a}{b}", ["{a}", "{b}"]),
        ])
    func placeholdersInBraces(text: String, found: [String]) throws {
        #expect(try protectedTexts(Protection(kinds: [.placeholders]), in: text) == found)
    }

    @Test(
        "braces, dollars and signs that are text",
        arguments: [
            "{see below}", "{note: see below}", "{", "}",
            "{ }", "{a, b}", "{x, p", "$5 and $6", "US$ and CA$",
            "[[link]]", "__bold__", "#1", "# {", "{{ }}", "{n, plural, one {",
            "$t()",
            "@name", "$", "{'",
        ])
    func bracesOfText(text: String) throws {
        #expect(try protectedTexts(Protection(kinds: [.placeholders]), in: text) == [])
    }
}
