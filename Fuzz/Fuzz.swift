@testable import Corpus

/// What libFuzzer calls with each input; `Scripts/fuzz` builds and runs it.
///
/// A trap is a finding: of the readers, or of `require` for what must be true of all they give.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let units = read(bytes, .everything)
    let plainUnits = read(bytes, .text)
    require(units.count == plainUnits.count, "as many units with codes as without")
    guard let pair = try? LanguagePair(source: "en", target: "de") else { return 0 }
    var selectors = CodeTreatment.allCases.map { PairSelector(pair, codes: $0) }
    for (unit, plain) in zip(units, plainUnits) {
        check(unit)
        for index in selectors.indices { check(unit, &selectors[index]) }
        compare(unit, plain)
    }
    return 0
}

/// All units before the place where the input breaks, if it does.
private func read(_ bytes: [UInt8], _ gathering: Gathering) -> [TranslationUnit] {
    var units: [TranslationUnit] = []
    let sink = UnitSink(file: "input", gathering: gathering) { unit, _ in units.append(unit) }
    var error: CorpusError?
    do {
        let source = try ByteSource(bytes: bytes, named: "input")
        let format = try CorpusFormat(beginning: source.beginning, name: "input")
        try format.read(source, into: sink)
    } catch let failure as CorpusError {
        error = failure
    } catch {
        fatalError("\(error) is no CorpusError")
    }
    if let error { require(!error.description.isEmpty, "an error has a message") }
    let skipped = sink.report.skippedUnits
    require(sink.report.units == units.count + skipped, "each unit is given or skipped")
    require(units.allSatisfy { ($0.position.line ?? 1) >= 1 }, "lines count from 1")
    return units
}

private func check(_ unit: TranslationUnit) {
    for variant in unit.variants {
        check(variant.segment)
        require(variant.fault == nil || variant.segment.text.isEmpty, "no text where a fault is")
        for treatment in CodeTreatment.allCases {
            let text = variant.segment.plainText(codes: treatment)
            require(!text.utf8.contains(UInt8(ascii: "\n")), "plain text is one line")
        }
    }
}

private func check(_ unit: TranslationUnit, _ selector: inout PairSelector) {
    if case .pair(let source, let target) = selector.select(from: unit) {
        require(!source.isEmpty && !target.isEmpty, "a pair has two texts")
    }
}

private func check(_ segment: Segment) {
    var last = 0
    for code in segment.codes {
        require(code.number >= 1, "codes count from 1")
        require((last...segment.text.utf8.count).contains(code.offset), "codes are in order")
        last = code.offset
        for subflow in code.subflows {
            require(subflow.offset <= code.markup.utf8.count, "a subflow is inside its code")
            check(subflow.segment)
        }
    }
}

/// The text that is read without codes is the one that is left when they are dropped.
private func compare(_ unit: TranslationUnit, _ plain: TranslationUnit) {
    require(unit.variants.count == plain.variants.count, "as many variants")
    for (variant, other) in zip(unit.variants, plain.variants) {
        require(variant.language == other.language, "the same language")
        guard variant.fault == nil, other.fault == nil else { continue }
        require(
            variant.segment.plainText() == other.segment.plainText(),
            "the same text with codes as without")
    }
}

private func require(_ condition: Bool, _ what: String) {
    if !condition { fatalError("not so: \(what)") }
}
