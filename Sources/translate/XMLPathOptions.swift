import ArgumentParser
import Corpus

/// Where the texts stand in XML of no known format; shared by all commands that read a corpus.
struct XMLPathOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "In XML of another format: the element of a unit, such as entry or body/entry.",
            valueName: "path"))
    var xmlUnit: String?

    @Option(
        help: ArgumentHelp(
            "In it, the source text: an element, text[@lang=en], or an attribute, text/@value.",
            valueName: "path"))
    var xmlSource: String?

    @Option(help: ArgumentHelp("In it, the target text, likewise.", valueName: "path"))
    var xmlTarget: String?

    func validate() throws {
        let given = [xmlUnit, xmlSource, xmlTarget].compactMap(\.self).count
        guard given == 0 || given == 3 else {
            throw ValidationError(
                "--xml-unit, --xml-source and --xml-target belong together. Pass all three.")
        }
    }

    /// Nil when none is given.
    /// - Throws: `CorpusError` for what is not a path
    func paths() throws -> XMLPaths? {
        guard let xmlUnit, let xmlSource, let xmlTarget else { return nil }
        return try XMLPaths(unit: xmlUnit, source: xmlSource, target: xmlTarget)
    }
}
