internal import Compliance
internal import EventLog
public import InteractionModel
internal import Vault

/// A page of readings.
public struct AccessList: Sendable {
  /// The readings, the newest first, as answers have them.
  public let accesses: [JSONObject]
  /// The place to go on after; nil when nothing follows.
  public let next: String?

  /// The page for tables of other programs.
  public var lines: ListLines { ListLines(Accesses.columns, called: Accesses.names, accesses) }

  /// The page as answers have it.
  public var json: JSONObject {
    [
      "accesses": .array(accesses.map(JSONValue.object)),
      "next": next.map(JSONValue.string) ?? .null,
    ]
  }
}

/// What is known of what a reading says in words.
private enum AccessText {
  case opened(JSONObject)
  /// Why it is not: `none`, `closed`, `erased`, `unavailable`.
  case withheld(String)

  /// Nobody stated a purpose.
  init(closed access: Access) {
    let isSealed = access.records.contains { $0.sealedCount > 0 }
    self = .withheld(isSealed ? "closed" : "none")
  }

  init(_ parts: [OpenedPart]) {
    if let words = AccountWords.read(parts) {
      self = .opened(words)
    } else if parts.isEmpty {
      self = .withheld("none")
    } else {
      self = .withheld(parts.contains { $0.result == .erased } ? "erased" : "unavailable")
    }
  }
}

extension Accesses {
  fileprivate static let columns = [
    "position", "recorded", "type", "readerType", "reader", "command", "entityKind", "entity",
    "records", "parties", "words", "purpose", "query",
  ]
  /// What tables call them otherwise.
  fileprivate static let names = ["when": "recorded", "lookedat": "entity", "showed": "parties"]

  private static func line(_ access: Access, _ text: AccessText) -> JSONObject {
    let (first, entity) = (access.first, access.entity)
    func said(_ name: String) -> JSONValue { first.body[name] ?? .null }
    var line: JSONObject = [
      "position": .int(first.position.rawValue), "recorded": .string(first.recorded.description),
      "type": .string(first.type.rawValue),
      "readerType": first.actor.map { .string($0.type) } ?? .null,
      "reader": first.actor?.id.map(JSONValue.string) ?? .null, "command": said("command"),
      "entityKind": entity.map { .string($0.kind.rawValue) } ?? .null,
      "entity": entity.map { .string($0.id) } ?? .null, "records": said("records"),
      "parties": .array(access.parties.map(JSONValue.string)),
      // Other systems say it by a code.
      "purpose": said("purpose"), "query": .null,
    ]
    switch text {
    case .opened(let words):
      line["words"] = "opened"
      for name in ["purpose", "query"] { line[name] = words[name] ?? line[name] ?? .null }
      // Of what left the house, to whom.
      line["recipient"] = words["recipient"]
    case .withheld(let because): line["words"] = .string(because)
    }
    return line
  }

  /// Readings, the newest first.
  /// - Parameters:
  ///   - filter: which.
  ///   - after: the “next” of the page before; nil for the first page.
  ///   - limit: how many at most.
  /// - Returns: the page; with the words when the reader stated a purpose.
  /// - Throws: ``UnknownWord`` when there is no such reader, party or case, ``QueryError`` when the page
  ///   does not begin anywhere; what opening throws.
  public func list(
    _ filter: AccessFilter = AccessFilter(), after: String? = nil, limit: Int = 50
  ) async throws -> AccessList {
    let filter = try meant(filter)
    var found: [Access] = []
    try forEach(filter, after: try after.map(place)) { access in
      found.append(access)
      return found.count <= limit
    }
    let isMore = found.count > limit
    if isMore { found.removeLast() }
    let texts = try await texts(of: found, filter)
    return AccessList(
      accesses: zip(found, texts).map { Accesses.line($0, $1) },
      next: isMore ? found.last.map { String($0.first.position.rawValue) } : nil)
  }

  /// Every reading of a list, the newest first; with the words, and then all held at once, when the
  /// reader stated a purpose.
  /// - Parameter filter: which.
  /// - Returns: the lines.
  /// - Throws: ``UnknownWord`` when there is no such party or case; what opening throws.
  public func lines(_ filter: AccessFilter = AccessFilter()) async throws -> ListLines {
    guard reader.purpose == nil else {
      return try await list(filter, limit: .max).lines
    }
    let filter = try meant(filter)
    return ListLines(Accesses.columns, called: Accesses.names) { body in
      try forEach(filter, after: nil) { access in
        try body(Accesses.line(access, AccessText(closed: access)))
        return true
      }
    }
  }

  private func place(_ after: String) throws -> Position {
    guard let number = Int64(after), number > 0,
      try Position(number) <= reader.store.events.head().position
    else { throw QueryError.noPlace(after) }
    return Position(number)
  }

  private func texts(of found: [Access], _ filter: AccessFilter) async throws -> [AccessText] {
    guard reader.purpose != nil else { return found.map(AccessText.init(closed:)) }
    let entity = filter.party.map(EntityKey.party) ?? filter.caseID.map(EntityKey.case)
    let opened = try await reader.gate().open(
      found.flatMap(\.records), scope: AccessGate.Scope(command: "access.list", entity: entity))
    let parts = Dictionary(opened.map { ($0.record.position, $0.parts) }) { first, _ in first }
    return found.map { access in
      AccessText(access.records.flatMap { parts[$0.position] ?? [] })
    }
  }
}
