public import InteractionModel
public import Vault

/// The text of a record that is searched: what people wrote or said, what else it is known by, and
/// whose keys seal it.
public struct SearchText: Sendable, Hashable {
  /// Members of sealed content in which people write, in the order in which they are read.
  static let members = [
    "title", "subject", "text", "transcript", "note", "comment", "description", "resolution",
    "reason", "address", "value",
  ]
  /// Members that are nothing to read: what proves which bytes a file has.
  private static let unread: Set<String> = ["hash", "plaintextHash", "sha256", "bytes"]
  /// Stands between what was said and what it is known by.
  ///
  /// White space to all who split text into words, and next to never in what people write.
  private static let boundary: Character = "\u{C}"

  /// Something that people wrote or said, and the member that it stands in.
  private struct Piece: Sendable, Hashable {
    let member: String
    let text: String
  }

  private let pieces: [Piece]
  /// What people wrote or said; empty when there is none, or none that can be read any more.
  public var said: String { pieces.map(\.text).joined(separator: "\n") }
  /// What else stands in the parts: from whom to whom, numbers, references, and what has no place
  /// of its own.
  public let known: String
  /// The member in which people write that is read first; nil when there is none.
  private let leading: String?
  /// The ids of the keys that seal the parts it comes from.
  public let keys: [String]
  /// Why some of it cannot be read although it was not erased; nil when all could be.
  public let unavailability: Unavailability?

  /// The text of a record's parts; parts that were erased have none.
  /// - Parameter parts: all parts of one record, opened.
  public init(_ parts: [OpenedPart]) {
    var said: [Piece] = []
    var known: [String] = []
    var places: [Int] = []
    var keys: [String] = []
    var unavailability: Unavailability?
    for part in parts {
      switch part.result {
      case .opened(let content):
        let count = said.count + known.count
        let isNamedOnly = content.members.allSatisfy { SourceWord.isMember($0.key) }
        for (place, name) in SearchText.members.enumerated() {
          guard let value = content[name] else { continue }
          let strings = SearchText.strings(of: value)
          if !strings.isEmpty { places.append(place) }
          said += strings.map { Piece(member: name, text: $0) }
        }
        for member in content.members where !SearchText.members.contains(member.key) {
          // What only names the record is found with what it says, if it says anything.
          known += isNamedOnly ? [] : SearchText.strings(of: member)
        }
        if said.count + known.count > count, !keys.contains(part.keyID) { keys.append(part.keyID) }
      case .unavailable(let reason): unavailability = unavailability ?? reason
      case .erased, .notPermitted: break
      }
    }
    pieces = said
    self.known = known.joined(separator: "\n")
    leading = places.min().map { SearchText.members[$0] }
    self.keys = keys
    self.unavailability = unavailability
  }

  /// All of it.
  public var text: String { joined(pieces.map(\.text), known) }

  /// All of it as an index has it, marked where a record of its type has texts of several kinds.
  /// - Parameter type: the type of the record.
  /// - Returns: the text.
  package func text(of type: EventType) -> String {
    func marked(_ text: String, _ kind: SearchKind) -> String {
      SearchMark(kind)?.enclosing(text) ?? text
    }
    return joined(
      pieces.map { marked($0.text, kind(of: $0, type)) },
      known.isEmpty ? "" : marked(known, kind(of: type)))
  }

  private func joined(_ pieces: [String], _ known: String) -> String {
    let said = pieces.joined(separator: "\n")
    return known.isEmpty ? said : said + String(SearchText.boundary) + known
  }

  /// The kind of the document.
  /// - Parameter type: the type of the record.
  /// - Returns: that of the text which is read first.
  func kind(of type: EventType) -> SearchKind { SearchKind(of: type, leading: leading) }

  /// The kind of a piece: its own where it can be asked for by itself, else that of the document.
  private func kind(of piece: Piece, _ type: EventType) -> SearchKind {
    let own = SearchKind(of: type, leading: piece.member)
    return SearchMark(own) == nil ? kind(of: type) : own
  }

  /// What people wrote or said, what is of one kind together.
  /// - Parameter type: the type of the record.
  /// - Returns: the pieces, in the order in which they are read.
  package func saidByKind(of type: EventType) -> [(kind: SearchKind, text: String)] {
    pieces.reduce(into: []) { found, piece in
      let kind = kind(of: piece, type)
      if found.last?.kind == kind {
        found[found.count - 1].text += "\n" + piece.text
      } else {
        found.append((kind, piece.text))
      }
    }
  }

  /// What people wrote or said of a text as an index has it.
  package static func said(of text: String) -> String {
    text.firstIndex(of: boundary).map { String(text[..<$0]) } ?? text
  }

  private static func strings(of member: JSONObject.Member) -> [String] {
    unread.contains(member.key) ? [] : strings(of: member.value)
  }

  private static func strings(of value: JSONValue) -> [String] {
    switch value {
    case .string(let string): string.isEmpty ? [] : [SearchMark.cleaned(string)]
    case .int(let number): ["\(number)"]
    case .array(let elements): elements.flatMap { strings(of: $0) }
    case .object(let object): object.members.flatMap { strings(of: $0) }
    case .null, .bool: []
    }
  }
}
