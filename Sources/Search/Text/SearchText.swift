internal import InteractionModel
public import Vault

/// The text of a record that is searched: what people wrote or said, and whose keys seal it.
public struct SearchText: Sendable, Hashable {
  /// Members of sealed content in which people write, in the order in which they are read.
  static let members = [
    "title", "subject", "text", "transcript", "note", "comment", "description", "resolution",
    "reason", "value",
  ]

  /// The text; empty when there is none, or none that can be read any more.
  public let text: String
  /// The ids of the keys that seal the parts it comes from.
  public let keys: [String]
  /// Why some of it cannot be read although it was not erased; nil when all could be.
  public let unavailability: Unavailability?

  /// The text of a record's parts; parts that were erased have none.
  /// - Parameter parts: all parts of one record, opened.
  public init(_ parts: [OpenedPart]) {
    var pieces: [String] = []
    var keys: [String] = []
    var unavailability: Unavailability?
    for part in parts {
      switch part.result {
      case .opened(let content):
        let strings = SearchText.strings(of: content)
        pieces += strings
        if !strings.isEmpty, !keys.contains(part.keyID) { keys.append(part.keyID) }
      case .unavailable(let reason): unavailability = unavailability ?? reason
      case .erased, .notPermitted: break
      }
    }
    text = pieces.joined(separator: "\n")
    self.keys = keys
    self.unavailability = unavailability
  }

  private static func strings(of content: JSONObject) -> [String] {
    members.flatMap { name in content[name].map { strings(of: $0) } ?? [] }
  }

  private static func strings(of value: JSONValue) -> [String] {
    switch value {
    case .string(let string): string.isEmpty ? [] : [string]
    case .array(let elements): elements.flatMap { strings(of: $0) }
    case .object(let object): object.members.flatMap { strings(of: $0.value) }
    case .null, .bool, .int: []
    }
  }
}
