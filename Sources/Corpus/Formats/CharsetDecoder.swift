import CLibXML2

/// Decodes text in an encoding that a file declares, the same ones as libxml2 decodes in XML.
final class CharsetDecoder {
    private let handler: xmlCharEncodingHandlerPtr

    /// - Returns: nil for an unknown encoding
    init?(encoding: String) {
        guard let handler = xmlFindCharEncodingHandler(encoding) else { return nil }
        self.handler = handler
    }

    deinit { xmlCharEncCloseFunc(handler) }

    /// - Returns: UTF-8, or nil where the bytes are not in the encoding
    func decode(_ bytes: [UInt8]) -> [UInt8]? {
        guard let count = Int32(exactly: bytes.count), let input = xmlBufferCreate(),
            let output = xmlBufferCreate()
        else { return nil }
        defer {
            xmlBufferFree(input)
            xmlBufferFree(output)
        }
        guard xmlBufferAdd(input, bytes, count) == 0, xmlCharEncInFunc(handler, output, input) >= 0,
            xmlBufferLength(input) == 0, let content = xmlBufferContent(output)
        else { return nil }
        return Array(UnsafeBufferPointer(start: content, count: Int(xmlBufferLength(output))))
    }
}
