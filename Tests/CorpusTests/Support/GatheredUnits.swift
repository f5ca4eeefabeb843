@testable import Corpus

/// All units of files, with all that they hold, and the report.
func gatheredUnits(
    _ paths: String..., xmlPaths: XMLPaths? = nil
) throws -> (units: [TranslationUnit], report: CorpusReport) {
    var units: [TranslationUnit] = []
    let reader = try CorpusReader(paths: paths, xmlPaths: xmlPaths)
    let report = try reader.readUnits(.everything) { units.append($0) }
    return (units, report)
}

/// The error that reading units ends in, nil when it does not.
func unitFailure(_ paths: String..., xmlPaths: XMLPaths? = nil) -> CorpusError? {
    do {
        _ = try CorpusReader(paths: paths, xmlPaths: xmlPaths).readUnits(.everything) { _ in }
        return nil
    } catch {
        return error as? CorpusError
    }
}

extension TranslationUnit {
    var texts: [String] { variants.map(\.segment.text) }
    var languages: [String?] { variants.map(\.language) }
}
