/// Writes units in one format, one after the other; memory does not grow with them.
package protocol UnitWriter {
    mutating func write(_ unit: TranslationUnit) throws

    /// Writes what the format has at the end, and closes the file; without it, there is none.
    mutating func finish() throws

    /// One line for each thing that the format could not hold and how often, for standard error.
    var losses: [String] { get }
}
