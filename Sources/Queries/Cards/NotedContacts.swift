internal import Compliance
internal import InteractionModel
internal import Projections
internal import Search
internal import Vault

/// Where records say by what somebody is known, beside what their rows have: from which address they
/// wrote, to which one was answered, and what they were reached by before they said otherwise.
struct NotedContacts: Sendable {
  /// How many identifiers are opened for one party, the last ones.
  private static let limit = 24

  private let rules: IdentifierRules?
  /// By record, the keys of the parts that say it.
  private let keys: [Position: Set<String>]

  /// Nothing, for whoever states no purpose.
  static let none = NotedContacts(rules: nil, keys: [:])

  private init(rules: IdentifierRules?, keys: [Position: Set<String>]) {
    self.rules = rules
    self.keys = keys
  }

  /// What is noted of a party and of those who were merged into it.
  /// - Parameters:
  ///   - party: the party.
  ///   - fields: its row.
  ///   - known: by what people are known; nil for whoever states no purpose.
  ///   - subset: the part of the log that counts; nil for all of it.
  /// - Throws: ``/EventLog/StorageFault`` when vault or log cannot be read.
  init(
    of party: String, _ fields: Document<PartyField>?, by known: KnownIdentifiers?,
    within subset: (Position) throws -> Bool = { _ in true }
  ) throws {
    guard let known else {
      self = .none
      return
    }
    let merged = fields?.texts(.mergedParties).suffix(NotedContacts.limit) ?? []
    let noted = try ([party] + merged).flatMap { try known.identifiers(of: $0) }
      .sorted { $0.position > $1.position }
    let last = try noted.filter { try subset($0.position) }.prefix(NotedContacts.limit)
    self.init(
      rules: known.rules,
      keys: last.reduce(into: [:]) { $0[$1.position, default: []].insert($1.keyID) })
  }

  /// The records that say it, the last first.
  var positions: [Position] { keys.keys.sorted(by: >) }

  /// What an opened record says.
  func contacts(in record: OpenedRecord) -> [FoundContact] {
    guard let rules, let keys = keys[record.record.position] else { return [] }
    return record.parts.filter { keys.contains($0.keyID) }.flatMap { part in
      part.content.map { rules.contacts(in: $0, of: record.record) } ?? []
    }
  }

  /// By what a text is known again, however it is spelled; the text where no rule says it.
  func normal(_ text: String) -> String { rules?.normal(text) ?? text }
}
