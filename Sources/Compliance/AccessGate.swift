internal import EventLog
public import InteractionModel
public import Vault

/// Opens sealed parts for a reader who says why, and appends the account of it first.
///
/// A closed gate needs neither log nor keys: whoever states no purpose reads without them.
public struct AccessGate: Sendable {
  /// What is about to be opened, for the account.
  public struct Scope: Sendable, Hashable {
    /// The command or the screen: a code, for example `case.timeline`.
    public let command: String
    /// The entity that is looked at; nil when records are read as such.
    public let entity: EntityKey?
    /// What was asked for in words; may name a person, so the account has it sealed.
    public let query: String?

    /// A scope.
    /// - Parameters:
    ///   - command: the command or the screen.
    ///   - entity: the entity that is looked at.
    ///   - query: what was asked for in words.
    public init(command: String, entity: EntityKey? = nil, query: String? = nil) {
      self.command = command
      self.entity = entity
      self.query = query
    }
  }

  private struct Reader {
    let log: InteractionLog
    let actor: Actor
    let purpose: String
  }

  private let reader: Reader?

  private init(_ reader: Reader?) {
    self.reader = reader
  }

  /// The gate of a reader who states no purpose: every part stays closed.
  public static let closed = AccessGate(nil)

  /// A gate for one reader.
  /// - Parameters:
  ///   - log: the log and its vault.
  ///   - actor: who reads.
  ///   - purpose: why, in words.
  public init(log: InteractionLog, actor: Actor, purpose: String) {
    self.init(Reader(log: log, actor: actor, purpose: purpose))
  }

  /// Whether a purpose was stated, without which every part stays closed.
  public var isOpen: Bool { reader != nil }

  /// Opens the sealed parts of some records.
  ///
  /// The account, one `record.accessed` for the call, is durable before this returns; when it
  /// cannot be written, nothing is opened.
  /// - Parameters:
  ///   - records: what to open.
  ///   - scope: what the account says is looked at.
  /// - Returns: the parts of each record, in order; all ``Opening/notPermitted`` without a purpose.
  /// - Throws: ``AppendError`` when the account cannot be written, ``StorageFault`` when a part
  ///   cannot be read.
  public func open(_ records: [Record], scope: Scope) async throws -> [[OpenedPart]] {
    guard let reader else {
      return try records.map { record in
        try record.sealedParts().enumerated().map { index, part in
          OpenedPart(index: index, keyID: part.key, result: .notPermitted)
        }
      }
    }
    let sealed = records.filter { $0.sealedCount > 0 }
    if !sealed.isEmpty { try await account(for: sealed, scope, reader) }
    return try reader.log.open(records)
  }

  private func account(
    for records: [Record], _ scope: Scope, _ reader: Reader
  ) async throws(AppendError) {
    let actor = reader.actor
    var event = NewEvent(
      id: .random(), stream: .access(by: actor.id ?? actor.type), type: .recordAccessed)
    event.actor = actor
    event.source = "throughline"
    event.body = [
      "command": .string(scope.command), "records": .int(Int64(records.count)),
      "from": .int(records.map(\.position.rawValue).min() ?? 0),
      "to": .int(records.map(\.position.rawValue).max() ?? 0),
    ]
    if let entity = scope.entity {
      event.body["entityKind"] = .string(entity.kind.rawValue)
      event.body["entity"] = .string(entity.id)
    }
    // The purpose is free text and may name a person: it is sealed like any other.
    var content: JSONObject = ["purpose": .string(reader.purpose)]
    content["query"] = scope.query.map(JSONValue.string)
    event.personal = [PersonalPart(subject: event.defaultSubject, content: content)]
    _ = try await reader.log.append([event])
  }
}
