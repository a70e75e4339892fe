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
    /// What was asked for in words; may name a person, see ``AccountWords``.
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

  fileprivate struct Reader {
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
  ///   - found: everything that a question to opened text has found, which is a reading whatever of
  ///     it is opened, and even when it is nothing; nil when records are read as such.
  /// - Returns: the parts of each record, in order; all ``Opening/notPermitted`` without a purpose.
  /// - Throws: ``AppendError`` when the account cannot be written, ``StorageFault`` when a part
  ///   cannot be read.
  public func open(
    _ records: [Record], scope: Scope, found: [Record]? = nil
  ) async throws -> [[OpenedPart]] {
    guard let reader else {
      return try records.map { record in
        try record.sealedParts().enumerated().map { index, part in
          OpenedPart(index: index, keyID: part.key, result: .notPermitted)
        }
      }
    }
    let sealed = records.filter { $0.sealedCount > 0 }
    if !sealed.isEmpty || found != nil {
      try await reader.account(for: sealed, found: found ?? [], scope)
    }
    return try reader.log.open(records)
  }
}

extension AccessGate.Reader {
  /// How often an account is sealed again because an erasure came in between.
  private static let attempts = 3

  /// Appends the account of a reading.
  func account(
    for records: [Record], found: [Record], _ scope: AccessGate.Scope
  ) async throws {
    var attempt = 1
    while true {
      do {
        _ = try await log.append([event(for: records, found: found, scope)])
        return
      } catch AppendError.erasureUnderWay where attempt < Self.attempts {
        // Somebody who was read about has just been erased: what is kept in words does without.
        attempt += 1
      }
    }
  }

  private func event(
    for records: [Record], found: [Record], _ scope: AccessGate.Scope
  ) throws -> NewEvent {
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
    var words: JSONObject = ["purpose": .string(purpose)]
    words["query"] = scope.query.map(JSONValue.string)
    let concerned = try subjects(of: records + found, scope.entity)
    let subjects = concerned.isEmpty ? [event.defaultSubject] : concerned
    event.personal = AccountWords.parts(
      words, among: Array(subjects.prefix(AccountWords.places(for: words))))
    return event
  }

  /// Whose erasure takes what the account says in words, each once.
  ///
  /// The party that is asked about, and those whose keys seal what is read, in that order.
  private func subjects(
    of records: [Record], _ entity: EntityKey?
  ) throws -> [Subject] {
    var rows: [SubjectKey] = []
    if let entity, entity.kind == .party {
      rows = Array(try log.vault.keys(ofParty: entity.id).filter { !$0.isGone }.prefix(1))
    }
    var keys: [String] = []
    var known: Set<String> = []
    for record in records where keys.count < AccountWords.limit {
      for part in try record.sealedParts() where known.insert(part.key).inserted {
        keys.append(part.key)
      }
    }
    let found = Dictionary(
      try log.vault.keys(withIDs: keys).map { ($0.keyID, $0) },
      uniquingKeysWith: { first, _ in first })
    rows += keys.compactMap { found[$0] }.filter { !$0.isGone }
    let marked = try log.store.destroyed(among: rows.map(\.keyID))
    var subjects: Set<Subject> = []
    return rows.filter { marked[$0.keyID] == nil }.map(\.subject.known)
      .filter { subjects.insert($0).inserted }
  }
}
