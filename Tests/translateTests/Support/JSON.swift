import Foundation
import Testing

/// Reads what a program printed as JSON.
enum JSON {
    static func object(_ line: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(value as? [String: Any])
    }
}
