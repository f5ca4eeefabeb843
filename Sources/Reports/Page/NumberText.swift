import Foundation

/// Numbers as a reader wants them: the same in every locale, thousands by commas.
enum NumberText {
    /// `1,234,567`, with a true minus sign.
    static func grouped(_ number: Int) -> String {
        (number < 0 ? "−" : "") + grouped(digits: String(number.magnitude))
    }

    /// `1,234.50`; from 10¹⁵ on `1.23e15`.
    static func decimal(_ number: Double, decimals: Int) -> String {
        if let special = special(number) { return special }
        guard abs(number) < 1e15 else { return scientific(number) }
        let decimals = min(max(decimals, 0), 12)
        let digits = String(format: "%.\(decimals)f", abs(number))
        let parts = digits.split(separator: ".", maxSplits: 1)
        let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
        let fraction = parts.count == 2 ? "." + parts[1] : ""
        return (number < 0 && !isZero ? "−" : "") + grouped(digits: String(parts[0])) + fraction
    }

    /// About four digits that count: `0.001234`, `3.142`, `12,346`.
    static func significant(_ number: Double) -> String {
        if let special = special(number) { return special }
        guard number != 0 else { return "0" }
        let exponent = Int(log10(abs(number)).rounded(.down))
        guard exponent >= -6 else { return scientific(number) }
        let whole = number == number.rounded()
        return withoutTrailingZeros(decimal(number, decimals: whole ? 0 : max(0, 3 - exponent)))
    }

    /// A tick on an axis with ticks `step` apart up to `largest`: `0.25`, `1,500`, `20k`, `1.5M`.
    static func tick(_ number: Double, step: Double, largest: Double) -> String {
        if number == 0 { return "0" }
        if largest >= 1e15 || step < 1e-6 { return special(number) ?? scientific(number) }
        let units: [(value: Double, from: Double, name: String)] = [
            (1e12, 1e12, "T"), (1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e3, 1e4, "k"),
        ]
        let unit = units.first { largest >= $0.from && step * 100 >= $0.value }
        let divisor = unit?.value ?? 1
        return decimal(number / divisor, decimals: decimals(of: step / divisor))
            + (unit?.name ?? "")
    }

    /// `12.3%`; what is little but not nothing is `< 0.1%`, and what is nearly all `> 99.9%`.
    static func percent(_ fraction: Double) -> String {
        if let special = special(fraction) { return special }
        if fraction > 0, fraction < 0.0005 { return "< 0.1%" }
        if fraction < 1, fraction >= 0.9995 { return "> 99.9%" }
        return decimal(fraction * 100, decimals: fraction == 0 || fraction == 1 ? 0 : 1) + "%"
    }

    /// The two largest units: `0.4 s`, `12 min 5 s`, `3 h 20 min`, `2 d 4 h`.
    static func duration(seconds: Double) -> String {
        if let special = special(seconds) { return special }
        guard abs(seconds) >= 9.95 else { return decimal(seconds, decimals: 1) + " s" }
        guard abs(seconds) < 1e12 else { return scientific(seconds) + " s" }
        let sign = seconds < 0 ? "−" : ""
        let whole = Int(abs(seconds).rounded())
        let units = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)]
        let first = units.firstIndex { whole >= $0.1 } ?? 3
        let large = "\(grouped(whole / units[first].1)) \(units[first].0)"
        guard first < 3 else { return sign + large }
        let rest = whole % units[first].1 / units[first + 1].1
        return sign + large + (rest > 0 ? " \(rest) \(units[first + 1].0)" : "")
    }

    /// `512 bytes`, `1.2 GB`; a kB is a thousand.
    static func bytes(_ count: Int) -> String {
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        guard count.magnitude >= 1000 else { return "\(grouped(count)) bytes" }
        var size = Double(count) / 1000
        var unit = 0
        while abs(size) >= 999.95 {
            size /= 1000
            unit += 1
        }
        return "\(decimal(size, decimals: 1)) \(units[unit])"
    }

    /// A number for a drawing: at most three decimals; 0 where it is not finite.
    static func plain(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e12 else { return "0" }
        let thousandths = Int((number * 1000).rounded())
        guard thousandths % 1000 != 0 else { return String(thousandths / 1000) }
        let fraction = String(thousandths.magnitude % 1000 + 1000).dropFirst()
        let sign = thousandths < 0 ? "-" : ""
        return withoutTrailingZeros("\(sign)\(thousandths.magnitude / 1000).\(fraction)")
    }

    /// The decimals that tell ticks `step` apart from each other.
    static func decimals(of step: Double) -> Int {
        guard step.isFinite, step > 0 else { return 0 }
        return (0..<12).first { digits in
            let scaled = step * pow(10, Double(digits))
            return abs(scaled - scaled.rounded()) < 1e-6 * scaled
        } ?? 12
    }

    private static func withoutTrailingZeros(_ digits: String) -> String {
        guard digits.contains(".") else { return digits }
        let kept = String(digits.reversed().drop { $0 == "0" }.reversed())
        return kept.hasSuffix(".") ? String(kept.dropLast()) : kept
    }

    private static func special(_ number: Double) -> String? {
        if number.isNaN { return "not a number" }
        if number.isInfinite { return number < 0 ? "−∞" : "∞" }
        return nil
    }

    private static func scientific(_ number: Double) -> String {
        String(format: "%.3g", number).replacingOccurrences(of: "-", with: "−")
            .replacingOccurrences(of: "+", with: "")
    }

    private static func grouped(digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }
}
