/// XML Localization Interchange File Format, 1.0 to 1.2 and 2.0 to 2.2, with what SDL Trados, memoQ
/// and Phrase add to it.
///
/// http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html
/// http://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html
///
/// A unit of ours is a `<segment>`, and in XLIFF 1.2 a `<mrk mtype="seg">` or, without those, a
/// `<trans-unit>`. Offered too is what has no target, or an empty one. Skipped, and counted, is
/// what `translate="no"` says is not to be translated. Left out are, as no unit: proposals
/// (`<alt-trans>`, modules), `<bin-source>`, and the `<ignorable>` text between segments, which
/// is white space or codes. Annotations (`<mrk>`, `<sm>`) leave their text behind, as plain text;
/// what Trados keeps as deleted is left out.
enum XLIFF {
    /// The elements with a meaning here; all others are passed over, with what is in them.
    ///
    /// In text it is only their tags that are passed over.
    enum Element: String, CaseIterable {
        case xliff, file, header, body, group, note, notes
        case transUnit = "trans-unit"
        case binUnit = "bin-unit"
        case unit, segment, ignorable, source, target
        case segSource = "seg-source"
        case originalData, data
        case g, x, bx, ex, bpt, ept, ph, it, sub, mrk, pc, sc, ec, cp
        // What SDL adds.
        case tagDefinitions = "tag-defs"
        case tag, st
        case segmentDefinitions = "seg-defs"
        case seg, value

        /// Whether it is in a namespace of its own.
        var isExtension: Bool {
            switch self {
            case .tagDefinitions, .tag, .st, .segmentDefinitions, .seg, .value: true
            default: false
            }
        }
    }

    static func read(_ source: ByteSource, into sink: UnitSink) throws {
        let document = XLIFFDocument(file: source.name, sink: sink)
        let result = Result { try XMLReader.parse(source, with: document) }
        document.finish()
        try result.get()
    }
}
