public import EventLog
public import InteractionModel
public import ProjectionEngine
public import Projections
@_spi(Opening) public import Vault

/// Opens sealed parts for a reader who says why, and appends the account of it first.
///
/// The one place where a face's question becomes opened text: purpose, redaction, visibility and the
/// account of the reading are decided here. A closed gate needs no keys: whoever states no purpose
/// reads without them.
public struct AccessGate: Sendable {
  /// What is about to be opened, for the account.
  public struct Scope: Sendable, Hashable {
    /// The command or the screen: a code, for example `case.timeline`.
    public let command: String
    /// The entity that is looked at; nil when records are read as such.
    public let entity: EntityKey?
    /// What was asked for in words; may name a person, see ``AccountWords``.
    public let query: String?
    /// The parties that an answer shows, each once; the account names them.
    public fileprivate(set) var parties: [String]

    /// A scope.
    /// - Parameters:
    ///   - command: the command or the screen.
    ///   - entity: the entity that is looked at.
    ///   - query: what was asked for in words.
    ///   - parties: the parties that an answer shows, each once.
    public init(
      command: String, entity: EntityKey? = nil, query: String? = nil, parties: [String] = []
    ) {
      self.command = command
      self.entity = entity
      self.query = query
      self.parties = parties
    }
  }

  /// Whoever stated a purpose, and what opens for them.
  struct Key {
    let log: InteractionLog
    let actor: Actor
    let purpose: String
  }

  let events: any EventStore
  let archive: (any ReadModel)?
  private let cases: (any ReadModel)?
  let key: Key?

  /// The gate of a reader who states no purpose: every part stays closed.
  /// - Parameters:
  ///   - events: the records.
  ///   - archive: the read model of the archive of conversations; nil when none serves.
  public init(closedOver events: any EventStore, archive: (any ReadModel)? = nil) {
    self.events = events
    self.archive = archive
    cases = nil
    key = nil
  }

  /// A gate for one reader.
  /// - Parameters:
  ///   - log: the log and its vault.
  ///   - actor: who reads.
  ///   - purpose: why, in words.
  ///   - archive: the read model of the archive of conversations; nil when none serves.
  ///   - cases: the read model of cases; nil when none serves.
  public init(
    log: InteractionLog, actor: Actor, purpose: String, archive: (any ReadModel)? = nil,
    cases: (any ReadModel)? = nil
  ) {
    events = log.store
    self.archive = archive
    self.cases = cases
    key = Key(log: log, actor: actor, purpose: purpose)
  }

  /// Whether a purpose was stated, without which every part stays closed.
  public var isOpen: Bool { key != nil }

  /// Opens the sealed parts of some records, but of what was redacted none.
  ///
  /// The account, a `record.accessed` for the call, is durable before this returns; when it cannot be
  /// written, nothing is opened.
  /// - Parameters:
  ///   - records: what to open.
  ///   - scope: what the account says is looked at.
  ///   - found: everything that a question to opened text has found, which is a reading whatever of
  ///     it is opened, and even when it is nothing; nil when records are read as such.
  ///   - redactedToo: whether the parts of what was redacted are opened as well, as whoever may see
  ///     raw records can ask; the account says so.
  /// - Returns: each record with its parts, in order; all ``Opening/notPermitted`` without a purpose.
  /// - Throws: ``AppendError`` when the account cannot be written, ``StorageFault`` when a record or
  ///   a part cannot be read.
  public func open(
    _ records: [Record], scope: Scope, found: [Record]? = nil, redactedToo: Bool = false
  ) async throws -> [OpenedRecord] {
    let amendments = try Amendments(on: records, in: events, archive: archive)
    let readable = records.filter { redactedToo || !amendments.isRedacted($0) }
    let parts = try await parts(of: readable, scope, found, redactedToo)
    let opened = Dictionary(zip(readable.map(\.position), parts)) { first, _ in first }
    return records.map { record in
      let redaction = amendments.redaction(of: record)
      return OpenedRecord(
        record: record, parts: opened[record.position] ?? [], redaction: redaction,
        edit: redaction == nil ? amendments.edit(after: record) : nil,
        visibility: amendments.visibility(of: record))
    }
  }

  private func parts(
    of records: [Record], _ scope: Scope, _ found: [Record]?, _ redactedToo: Bool
  ) async throws -> [[OpenedPart]] {
    guard let key else {
      return try records.map { record in
        try record.sealedParts().enumerated().map { index, part in
          OpenedPart(index: index, keyID: part.key, result: .notPermitted)
        }
      }
    }
    let sealed = records.filter { $0.sealedCount > 0 }
    if !sealed.isEmpty || found != nil {
      var scope = scope
      scope.parties += try key.partiesOfPlaces(of: sealed, archive, cases)
        .filter { !scope.parties.contains($0) }
      try await key.account(for: sealed, found: found ?? [], scope, redactedToo: redactedToo)
    }
    return try key.log.open(records)
  }
}

/// A record that went through the gate.
public struct OpenedRecord: Sendable {
  /// The record.
  public let record: Record
  /// Its sealed parts; none of what was redacted, unless that was asked for.
  public let parts: [OpenedPart]
  /// The record that redacted its words; nil when they stand.
  public let redaction: Record?
  /// The edit whose words stand in place of its own; nil when these stand.
  public let edit: Position?
  /// Who may see what was said with it; nil when nothing was.
  public let visibility: Visibility?

  /// Whether its words were redacted.
  public var isRedacted: Bool { redaction != nil }
}

extension AccessGate.Key {
  /// How often an account is sealed again because an erasure came in between.
  private static let attempts = 3

  /// Appends the account of a reading.
  fileprivate func account(
    for records: [Record], found: [Record], _ scope: AccessGate.Scope, redactedToo: Bool
  ) async throws {
    var attempt = 1
    while true {
      do {
        _ = try await log.append(
          events(for: records, found: found, scope, redactedToo, isAgain: attempt > 1))
        return
      } catch AppendError.erasureUnderWay where attempt < Self.attempts {
        // Somebody who was read about has just been erased: what is kept in words does without.
        attempt += 1
      }
    }
  }

  /// The account: one event, and where one has no room for all who share its words, more behind it,
  /// which are appended with it or not at all.
  private func events(
    for records: [Record], found: [Record], _ scope: AccessGate.Scope, _ redactedToo: Bool,
    isAgain: Bool
  ) throws -> [NewEvent] {
    var words: JSONObject = ["purpose": .string(purpose)]
    words["query"] = scope.query.map(JSONValue.string)
    let id = EventID.random()
    let (shown, others) = try concerned(by: records, found, scope) { party in
      // Whoever is being erased is given no key: the account's own goes by itself.
      AccountWords.ownSubject(of: id, about: isAgain ? nil : party)
    }
    let subjects = (shown + others).map(\.known)
    let parts = AccountWords.parts(
      words, among: subjects.isEmpty ? [AccountWords.ownSubject(of: id)] : subjects)
    let places = AccountWords.places(for: words)
    let count = (parts.count + places - 1) / places
    return (0..<count).map { number in
      let range = number * places..<min(parts.count, (number + 1) * places)
      var event = NewEvent(
        id: number == 0 ? id : .random(), stream: .access(by: actor.id ?? actor.type),
        type: .recordAccessed)
      event.actor = actor
      event.source = "throughline"
      event.body =
        number == 0
        ? body(for: records, scope, redactedToo) : ["command": .string(scope.command)]
      if count > 1 {
        event.body["part"] = .int(Int64(number + 1))
        event.body["parts"] = .int(Int64(count))
      }
      event.body.name(
        shown[range.clamped(to: shown.indices)], and: number == 0 ? scope.parties : [])
      event.personal = Array(parts[range])
      return event
    }
  }

  private func body(
    for records: [Record], _ scope: AccessGate.Scope, _ redactedToo: Bool
  ) -> JSONObject {
    var body: JSONObject = [
      "command": .string(scope.command), "records": .int(Int64(records.count)),
      "from": .int(records.map(\.position.rawValue).min() ?? 0),
      "to": .int(records.map(\.position.rawValue).max() ?? 0),
    ]
    if redactedToo { body["redactedToo"] = true }
    if let entity = scope.entity {
      body["entityKind"] = .string(entity.kind.rawValue)
      body["entity"] = .string(entity.id)
    }
    return body
  }

  /// Whose erasure takes what the account says in words, each once: those who are shown and those
  /// whose keys seal what is read, and behind them the party that is asked about and those in whose
  /// words a question was answered.
  ///
  /// Whoever of them was erased has no key that could take the words: `own` gives the subject that
  /// stands for one.
  private func concerned(
    by records: [Record], _ found: [Record], _ scope: AccessGate.Scope,
    own: (_ party: String) -> Subject
  ) throws -> (shown: [HiddenSubject], others: [HiddenSubject]) {
    var known: Set<HiddenSubject> = []
    func subjects(_ parties: [String], _ rows: [SubjectKey]) throws -> [HiddenSubject] {
      let rows = try parties.compactMap(anyRow) + rows
      let marked = try log.store.destroyed(among: rows.map(\.keyID))
      let live = rows.filter { !isSpent($0) && marked[$0.keyID] == nil }
      let present = Set(live.compactMap(\.party))
      let erased = Set(rows.compactMap(\.party)).subtracting(present).sorted()
      return (live.map(\.subject) + erased.map { log.vault.hidden(own($0)) })
        .filter { known.insert($0).inserted }
    }
    let rows = try rows(of: records.flatMap { try $0.shownKeys() })
    // Words that are an account's own tell whom it showed; of whoever was erased nothing is shown.
    let told = rows.filter { isSpent($0) && !$0.isGone }.compactMap(\.party)
    var shown = try subjects(scope.parties + told, rows.filter { !isSpent($0) })
    // Of whom nothing was sealed yet gets a key for this, which goes with them.
    shown += try scope.parties.filter { try log.vault.anyKey(ofParty: $0) == nil }
      .map { log.vault.hidden(Subject(scope: .party($0), participant: "", party: $0)) }
    let asked = [scope.entity].compactMap(\.self).filter { $0.kind == .party }.map(\.id)
    let read = try self.rows(of: (records + found).flatMap { try $0.sealedParts().map(\.key) })
    let left = Set(read.filter(isSpent).compactMap(\.party)).sorted()
    return (shown, try subjects(asked + left, read.filter { !isSpent($0) }))
  }

  /// A row of a party: one by which words can be sealed, where it has any.
  private func anyRow(of party: String) throws -> SubjectKey? {
    let any = try log.vault.anyKey(ofParty: party)
    guard let any, !any.isGone, isSpent(any) else { return any }
    return try log.vault.keys(ofParty: party).first { !isSpent($0) } ?? any
  }

  /// Whether nothing more is sealed by a key: it is gone, or is an account's own.
  private func isSpent(_ row: SubjectKey) -> Bool {
    row.isGone || AccountWords.isScope(row.scope)
  }

  /// The parties that records concern whose keys tell of none: those that they name, else those of
  /// their conversations, else those of their cases.
  ///
  /// Somebody may write in a conversation before anybody knows who they are, and of a note in a case
  /// perhaps only the opening of the case says whom it is about.
  fileprivate func partiesOfPlaces(
    of records: [Record], _ archive: (any ReadModel)?, _ cases: (any ReadModel)?
  ) throws -> [String] {
    let keys = try records.map { try $0.shownKeys() }
    let rows = try log.vault.keys(withIDs: Array(Set(keys.joined()))).filter { !$0.isGone }
    let live = Set(rows.map(\.keyID))
    let known = Set(rows.filter { $0.party != nil }.map(\.keyID))
    var parties: Set<String> = []
    var conversations: Set<String> = []
    var ofCases: Set<String> = []
    for (record, keys) in zip(records, keys)
    where keys.contains(where: live.contains) && !keys.contains(where: known.contains) {
      if let party = record.party {
        parties.insert(party)
      } else if let conversation = record.conversation {
        conversations.insert(conversation)
      } else if let own = record.ownCase ?? record.case {
        ofCases.insert(own)
      }
    }
    for conversation in conversations {
      guard let owners = try archive?.owners(ofConversation: conversation) else { continue }
      parties.formUnion(owners.parties)
      if owners.parties.isEmpty, let own = owners.caseID { ofCases.insert(own) }
    }
    for own in ofCases { parties.formUnion(try cases?.parties(ofCase: own) ?? []) }
    return parties.sorted()
  }

  /// The rows of some keys, each once, as far as there are any.
  private func rows(of named: [String]) throws -> [SubjectKey] {
    var known: Set<String> = []
    let keys = named.filter { known.insert($0).inserted }
    let found = Dictionary(
      try log.vault.keys(withIDs: keys).map { ($0.keyID, $0) },
      uniquingKeysWith: { first, _ in first })
    return keys.compactMap { found[$0] }
  }
}

extension JSONObject {
  /// Says who was shown: how many of the account's parts are theirs, which come first, and the
  /// parties they are known to be, also those of whom nothing sealed was to be shown.
  ///
  /// A party whom an older log calls by an address is not named; its key tells who it is.
  fileprivate mutating func name(_ shown: ArraySlice<HiddenSubject>, and others: [String]) {
    self["shown"] = .int(Int64(shown.count))
    let parties = Set(shown.compactMap(\.party) + others).sorted().map(JSONValue.string)
      .filter(FieldKind.mintedID.admits)
    if !parties.isEmpty { self["parties"] = .array(parties) }
  }
}
