internal import EventLog
public import InteractionModel
internal import Projections
public import Vault

/// Records opened to be shown: what was redacted stays closed, whatever the purpose.
public struct OpenedRecords: Sendable {
  /// What was to be opened.
  public let records: [Record]
  /// The parts of each record; none of one that was redacted.
  public let parts: [[OpenedPart]]
  /// What the log says of them by now.
  public let amendments: Amendments
  /// Whether a purpose was stated.
  public let isOpen: Bool

  /// Opens what the reader's purpose permits, at once and under one account.
  /// - Parameters:
  ///   - records: what to open.
  ///   - reader: who asks, and why.
  ///   - scope: what the account says is looked at.
  /// - Throws: when the account cannot be written, or a record cannot be read.
  public init(
    _ records: [Record], by reader: Reader, scope: AccessGate.Scope
  ) async throws {
    try await self.init(
      records, of: reader.store, through: reader.gate(), scope: scope)
  }

  /// Opens what a gate lets through, at once and under one account.
  /// - Parameters:
  ///   - records: what to open.
  ///   - store: where they are.
  ///   - gate: of the reader.
  ///   - scope: what the account says is looked at.
  ///   - found: everything that a question to the full-text index has found; nil when records are
  ///     read as such.
  /// - Throws: when the account cannot be written, or a record cannot be read.
  public init(
    _ records: [Record], of store: OpenStore, through gate: AccessGate, scope: AccessGate.Scope,
    found: [Record]? = nil
  ) async throws {
    let amendments = try Amendments(
      on: records, in: store.events, archive: store.dispensable(ConversationArchive.projection))
    let readable = records.filter { !amendments.isRedacted($0) }
    let opened = try await gate.open(readable, scope: scope, found: found)
    let byPosition = Dictionary(zip(readable.map(\.position), opened)) { first, _ in first }
    self.records = records
    self.amendments = amendments
    parts = records.map { byPosition[$0.position] ?? [] }
    isOpen = gate.isOpen
  }
}
