/// One segment before it becomes a unit: a part of a trans-unit, or all of it.
private struct Cut {
    var source: XLIFFText.Part?
    var target: XLIFFText.Part?
    var isPart = false
}

extension XLIFFUnit {
    /// The segments as units, when there is no fault.
    func translationUnits(_ definitions: XLIFFTagDefinitions) -> [TranslationUnit] {
        // Without a segment, the unit lacks a source, and is counted for it.
        if segments.allSatisfy(\.isIgnorable) { return [unit(of: nil, variants: [])] }
        let codes = settledCodes(definitions)
        let named = segments.count { !$0.isIgnorable } > 1
        var units: [TranslationUnit] = []
        for (index, segment) in segments.enumerated() where !segment.isIgnorable {
            for cut in Self.cuts(of: segment) {
                var unit = unit(
                    of: segment,
                    variants: variants(of: segment, cut, codes: (codes[0][index], codes[1][index])))
                if cut.isPart {
                    finish(&unit, part: cut)
                } else if segment.id != nil || named {
                    unit.id = name(segment.id ?? "\(index + 1)")
                }
                units.append(unit)
            }
        }
        return units
    }

    /// The codes of the sources and of the targets, by segment.
    private func settledCodes(_ definitions: XLIFFTagDefinitions) -> [[[InlineCode]]] {
        var sides = [
            segments.map { $0.texts.chosenSource?.frame.drafts ?? [] },
            segments.map { $0.texts.target?.frame.drafts ?? [] },
        ]
        XLIFFCodeNumbers.settle(&sides)
        return sides.map { texts in
            texts.map { drafts in
                drafts.map { draft in
                    var code = draft.code
                    if code.markup.isEmpty {
                        code.markup = markup(of: draft, definitions)
                    }
                    return code
                }
            }
        }
    }

    private func markup(
        of draft: XLIFFText.Draft, _ definitions: XLIFFTagDefinitions
    ) -> String {
        draft.dataReference.flatMap { data[$0] }
            ?? definitions.markup(of: draft.code.kind, id: draft.id) ?? draft.display ?? ""
    }

    /// The parts that the segment of a trans-unit is cut into, or all of it: where the target is
    /// not cut as the source is, too.
    private static func cuts(of segment: SegmentDraft) -> [Cut] {
        guard let source = segment.texts.chosenSource, !source.parts.isEmpty else { return [Cut()] }
        var targets: [String: XLIFFText.Part] = [:]
        if let target = segment.texts.target {
            if target.hasTextOutsideParts { return [Cut()] }
            for part in target.parts {
                if targets.updateValue(part, forKey: part.id) != nil { return [Cut()] }
            }
        }
        let cuts = source.parts.map { part in
            Cut(source: part, target: targets.removeValue(forKey: part.id), isPart: true)
        }
        return targets.isEmpty ? cuts : [Cut()]
    }

    private func variants(
        of segment: SegmentDraft, _ cut: Cut, codes: (source: [InlineCode], target: [InlineCode])
    ) -> [TranslationUnit.Variant] {
        let source = segment.texts.chosenSource
        guard source != nil || segment.texts.target != nil else { return [] }
        var variants = [
            TranslationUnit.Variant(
                language: segment.sourceLanguage ?? languages.source,
                segment: gathered(source?.segment(cut.source, codes: codes.source)),
                fault: source?.fault)
        ]
        if let target = segment.texts.target {
            let isMissing = cut.isPart && cut.target == nil
            variants.append(
                TranslationUnit.Variant(
                    language: segment.targetLanguage ?? languages.target,
                    segment: gathered(
                        isMissing ? nil : target.segment(cut.target, codes: codes.target)),
                    fault: target.fault))
        }
        return variants
    }

    /// The segment as it is asked for.
    private func gathered(_ segment: Segment?) -> Segment {
        guard let segment else { return Segment("") }
        return gathering.codes ? segment : Segment(segment.inserting { $1.trace })
    }

    private func unit(
        of segment: SegmentDraft?, variants: [TranslationUnit.Variant]
    ) -> TranslationUnit {
        var unit = TranslationUnit(
            id: gathering.metadata ? id : nil, variants: variants, metadata: metadata,
            position: segment?.position ?? position)
        unit.state = isApproved ? .final : segment?.state ?? state
        unit.metadata.properties += segment?.properties ?? []
        return unit
    }

    /// Adds what is known of a part of a trans-unit.
    private func finish(_ unit: inout TranslationUnit, part cut: Cut) {
        guard let part = cut.source else { return }
        unit.id = name(part.id)
        unit.position = FilePosition(file: position.file, line: part.line)
        guard let definition = segmentDefinitions[part.id] else { return }
        unit.state = definition.state ?? unit.state
        unit.metadata.author = definition.metadata.author
        unit.metadata.created = definition.metadata.created
        unit.metadata.changedBy = definition.metadata.changedBy
        unit.metadata.changed = definition.metadata.changed
        unit.metadata.properties += definition.metadata.properties
    }

    /// The id of the unit and that of a segment in it.
    private func name(_ segment: String) -> String? {
        gathering.metadata ? id.map { "\($0)/\(segment)" } ?? segment : nil
    }
}
