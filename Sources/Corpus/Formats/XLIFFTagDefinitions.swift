/// The native code of the `g` and `x` of a Trados file, which its header defines by id.
struct XLIFFTagDefinitions {
    /// What is kept of one file; honest headers come to some hundred kilobytes.
    static let maximumBytes = 4 << 20

    private struct Definition {
        var open = ""
        var close = ""
    }

    private var definitions: [String: Definition] = [:]
    private var bytes = 0
    private var id = ""
    private var hasWarned = false

    mutating func start(id: String?) {
        self.id = id ?? ""
    }

    /// - Returns: false the first time that there is no more room
    mutating func add(_ markup: String, of element: XLIFF.Element) -> Bool {
        // What an entry takes besides its text.
        let size = markup.utf8.count + id.utf8.count + 64
        guard bytes + size <= Self.maximumBytes else {
            defer { hasWarned = true }
            return hasWarned
        }
        bytes += size
        if element == .ept {
            definitions[id, default: Definition()].close = markup
        } else {
            definitions[id, default: Definition()].open = markup
        }
        return true
    }

    func markup(of kind: InlineCode.Kind, id: String) -> String? {
        let definition = definitions[id]
        return kind == .close ? definition?.close : definition?.open
    }
}
