/// The text of elements in which white space is only layout: every run of it is one space.
struct LayoutText {
    /// Whether there was more than a segment may have; the rest is not kept.
    private(set) var isTooLong = false
    private var bytes: [UInt8] = []

    mutating func append(_ text: XMLText) {
        let room = SegmentText.maximumBytes - bytes.count
        isTooLong = isTooLong || text.byteCount > room
        text.append(to: &bytes, atMost: room)
    }

    /// Divides words where elements do.
    mutating func separate() {
        bytes.append(UInt8(ascii: " "))
    }

    /// What was gathered, without blanks around it; begins anew.
    mutating func take() -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isBlank = false
        for byte in bytes {
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                isBlank = true
            } else {
                if isBlank, !result.isEmpty { result.append(UInt8(ascii: " ")) }
                result.append(byte)
                isBlank = false
            }
        }
        reset()
        return String(decoding: result, as: UTF8.self)
    }

    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        isTooLong = false
    }
}
