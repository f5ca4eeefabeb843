import Testing

@testable import Text

@Suite("finding addresses") struct AddressTests {
    @Test(
        "addresses of the web, without the punctuation around them",
        arguments: [
            ("See https://example.com/a?b=c#d.", ["https://example.com/a?b=c#d"]),
            ("(http://example.com)", ["http://example.com"]),
            ("(siehe http://a.de/x_(y)), dann", ["http://a.de/x_(y)"]),
            ("[Hilfe](https://a.de/hilfe) lesen", ["https://a.de/hilfe"]),
            ("„www.example.org“", ["www.example.org"]), ("WWW.A.COM!", ["WWW.A.COM"]),
            ("mailto:a@b.de?subject=Hi, ja", ["mailto:a@b.de?subject=Hi"]),
            ("https://{host}/api/%s", ["https://{host}/api/%s"]),
            (
                "ftp://x, s3://bucket/key, file:///etc/hosts",
                ["ftp://x", "s3://bucket/key", "file:///etc/hosts"]
            ),
            ("com.example.app://open", ["com.example.app://open"]),
            ("Ende.https://a.de", ["https://a.de"]), ("http://[::1]:80/", ["http://[::1]:80/"]),
            ("请访问https://example.com获取", ["https://example.com"]),
            ("https://de.wikipedia.org/wiki/Straße", ["https://de.wikipedia.org/wiki/Straße"]),
            ("<a href=\"http://a.de\">x</a>", ["http://a.de"]),
            ("at github.com/a/b, not", ["github.com/a/b"]), ("*https://a.de*", ["https://a.de"]),
            ("http://a.de/?q=a,b;c", ["http://a.de/?q=a,b;c"]), ("http://a.de…", ["http://a.de"]),
        ])
    func addressesOfTheWeb(text: String, found: [String]) throws {
        #expect(try protectedTexts(Protection(kinds: [.urls]), in: text) == found)
    }

    @Test(
        "what is no address of the web",
        arguments: [
            "and/or", "km/h", "http://", "http:// x", "://", "a://", "https://...", "www.",
            "www. x",
            "Ende.Anfang", "example.com", "z.B./d.h.", "12:30", "mailto:", "mailto: a", "1/2",
            ".com/",
            "C:/Windows", "http:/a.de", "awww.nice", "http://{",
        ])
    func noAddresses(text: String) throws {
        #expect(try protectedTexts(Protection(kinds: [.urls]), in: text) == [])
    }

    @Test(
        "e-mail addresses",
        arguments: [
            ("Mail a.b+c@example.co.uk.", ["a.b+c@example.co.uk"]), ("<x_y@a.de>", ["x_y@a.de"]),
            ("jürgen@müller.de", ["jürgen@müller.de"]), ("邮箱a@b.com我", ["a@b.com"]),
            ("%s@example.com", ["%s@example.com"]), ("...a@b.de", ["a@b.de"]),
            ("a@b.de, c@d.de", ["a@b.de", "c@d.de"]), ("a@b.de.", ["a@b.de"]),
            ("a@b.de-", ["a@b.de"]),
        ])
    func mail(text: String, found: [String]) throws {
        let kinds: Set<Protection.Kind> = [.emails, .placeholders]
        #expect(try protectedTexts(Protection(kinds: kinds), in: text) == found)
    }

    @Test(
        "what is no e-mail address",
        arguments: [
            "@name", "a@b", "a@", "@", "a @b.de", "a.@b.de", "a@b.1", "a@b.c", "a@.de", "@@",
        ])
    func noMail(text: String) throws {
        #expect(try protectedTexts(Protection(kinds: [.emails]), in: text) == [])
    }

    @Test("an address goes with what stands in it")
    func nested() throws {
        let all = try Protection(parsing: "all")
        #expect(try protectedTexts(all, in: "1.5@example.com") == ["1.5@example.com"])
        #expect(try protectedTexts(all, in: "2.example.com/3") == ["2.example.com/3"])
        #expect(
            try protectedTexts(all, in: "<a href=\"http://a.de/{x}\">7</a>")
                == ["<a href=\"http://a.de/{x}\">", "7", "</a>"])
    }
}
