/// What is wrong with a safetensors file.
package enum SafetensorsFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Too short to hold the header that it announces.
    case headerCutOff(bytes: Int)
    case headerTooLong(bytes: UInt64, limit: Int)
    case tooManyTensors(limit: Int)
    /// The header is not the JSON that it has to be, from this byte of it on.
    case headerSyntax(at: Int)
    case duplicateName(String)
    case unknownType(String, of: String)
    case tooManyAxes(String)
    case sizeMismatch(String)
    /// Reaches beyond the end of the file.
    case outOfRange(String)
    /// Shares bytes with the tensor before it.
    case overlap(String)
    /// Leaves out bytes after the tensor before it.
    case hole(String)
    case trailingBytes(Int)

    package var description: String {
        switch self {
        case .headerCutOff(let bytes):
            "breaks off within its header, after \(bytes) bytes"
        case .headerTooLong(let bytes, let limit):
            "announces a header of \(bytes) bytes, and \(limit) is the most"
        case .tooManyTensors(let limit):
            "has more than \(limit) tensors"
        case .headerSyntax(let place):
            "has a header that is not a safetensors header, from its byte \(place) on"
        case .duplicateName(let name):
            "names “\(name)” twice"
        case .unknownType(let type, let name):
            "has tensor “\(name)” of type “\(type)”; F32, F16, BF16 and I8 can be read"
        case .tooManyAxes(let name):
            "has tensor “\(name)” with more than 4 axes"
        case .sizeMismatch(let name):
            "has tensor “\(name)” with more or fewer bytes than its shape needs"
        case .outOfRange(let name):
            "has tensor “\(name)” reach beyond the end of the file"
        case .overlap(let name):
            "has tensor “\(name)” overlap the one before it"
        case .hole(let name):
            "has bytes before tensor “\(name)” that belong to none"
        case .trailingBytes(let bytes):
            "has \(bytes) bytes at its end that belong to no tensor"
        }
    }
}
