/// Tags that stand in a text as text, such as `<b>`: some tools write them so.
enum WrittenTags {
    static func count(in text: String) -> Int {
        var text = text
        return text.withUTF8 { bytes in
            bytes.indices.count { place in
                bytes[place] == UInt8(ascii: "<")
                    && InspectedText.beginsTag(
                        UnsafeBufferPointer(rebasing: bytes[(place + 1)...].prefix(100)))
            }
        }
    }
}
