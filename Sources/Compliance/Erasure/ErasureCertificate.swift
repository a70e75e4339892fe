public import EventLog
public import InteractionModel

/// What can be said of an erasure for ever: computed from the log alone, without any key, and
/// without personal data.
public struct ErasureCertificate: Sendable, Hashable {
  /// How far the erasure is.
  public enum State: Sendable, Hashable {
    /// Nobody reads any more what was destroyed; copies are still being removed.
    case pending
    /// Every step is done.
    case complete
    /// A hold stood in its way; nothing was destroyed.
    case refused(hold: String)

    /// The state in one word.
    public var name: String {
      switch self {
      case .pending: "pending"
      case .complete: "complete"
      case .refused: "refused"
      }
    }
  }

  /// Within how many seconds of the request the physical purge must be complete.
  public static let purgeLimit: Double = 60

  /// The name of the log.
  public let origin: String
  /// The erasure's id.
  public let erasure: String
  /// How far it is.
  public let state: State
  /// The party or conversation it was asked for.
  public let entity: EntityKey
  /// Who asked for it.
  public let actor: Actor?
  /// On which authority: a code.
  public let authority: String?
  /// When it was requested, or refused.
  public let requested: Instant
  /// The record of the request; its sealed part says why in words.
  public let position: Position
  /// When the physical purge was complete.
  public let completed: Instant?
  /// The record that says so.
  public let completedAt: Position?
  /// How many subjects' keys were destroyed.
  public let subjects: Int64
  /// Their ids in byte order; empty in a list of certificates.
  public let keys: [String]
  /// How many subjects of others were left as they are.
  ///
  /// They are in the same records, conversations and cases, and nothing says that they are about whom
  /// was erased. Nil where the request does not say.
  public let left: Int64?
  /// How many records had a part under one of the keys; known when it is complete.
  public let records: Int64?
  /// The backups whose copy of the keys is from before its end, so that whoever has one and its master
  /// key reads on; empty in a list of certificates.
  public let backups: [CopiedKeys]

  /// How many seconds passed from the request to the end of the purge.
  public var seconds: Double? {
    completed.map { Double($0.microseconds - requested.microseconds) / 1_000_000 }
  }

  /// Whether the purge was complete in time; nil while it is not.
  public var isInTime: Bool? { seconds.map { $0 <= ErasureCertificate.purgeLimit } }

  init(_ erasure: RegisteredErasure, log: any EventStore, naming: Bool = true) throws {
    let request = erasure.request
    origin = log.origin
    self.erasure = request.id
    entity = request.entity
    actor = request.actor
    authority = request.authority
    requested = request.recorded
    position = request.position
    completed = erasure.completion?.recorded
    completedAt = erasure.completion?.position
    records = erasure.completion?.body["records"]?.int
    state =
      erasure.hold.map { .refused(hold: $0) } ?? (erasure.isPending ? .pending : .complete)
    subjects = erasure.completion?.body["subjects"]?.int ?? request.subjects
    left = request.left
    let isNamed = naming && erasure.hold == nil
    keys = isNamed ? try log.keys(destroyedBy: request.position) : []
    let end = erasure.completion?.position ?? Position(.max)
    backups = isNamed ? try CopiedKeys.last(in: log).filter { $0.through < end } : []
  }

  /// The certificate of an erasure.
  /// - Parameters:
  ///   - erasure: its id.
  ///   - log: the log.
  /// - Returns: the certificate; nil when the log knows no such erasure.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public static func of(_ erasure: String, in log: any EventStore) throws -> ErasureCertificate? {
    try ErasureRegister.erasure(erasure, in: log).map { try ErasureCertificate($0, log: log) }
  }

  /// The certificates of every erasure that was requested, in the order in which they were.
  /// - Parameter log: the log.
  /// - Returns: the certificates, refused ones included, without the ids of keys.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public static func all(in log: any EventStore) throws -> [ErasureCertificate] {
    try ErasureRegister.erasures(in: log).map {
      try ErasureCertificate($0, log: log, naming: false)
    }
  }

  /// The erasures that were requested and are not complete.
  ///
  /// One that stays so was interrupted; ``Eraser/resume(onRevival:)`` finishes it.
  /// - Parameters:
  ///   - log: the log.
  ///   - position: behind which requests count.
  /// - Returns: the certificates, without the ids of keys; nearly always none.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public static func pending(
    in log: any EventStore, after position: Position = .start
  ) throws -> [ErasureCertificate] {
    try ErasureRegister.erasures(in: log, after: position).filter(\.isPending).map {
      try ErasureCertificate($0, log: log, naming: false)
    }
  }

  /// The keys of erasures that are not complete: nobody reads what they sealed, but opened copies
  /// of it may still be there.
  /// - Parameter log: the log.
  /// - Returns: the ids of the keys; nearly always none.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public static func pendingKeys(in log: any EventStore) throws -> Set<String> {
    try ErasureRegister.erasures(in: log).filter(\.isPending)
      .reduce(into: []) { $0.formUnion(try log.keys(destroyedBy: $1.request.position)) }
  }

  // MARK: Forms

  /// The certificate for other programs.
  public var json: JSONObject {
    var object: JSONObject = [
      "origin": .string(origin), "erasure": .string(erasure), "state": .string(state.name),
      "entityKind": .string(entity.kind.rawValue), "entity": .string(entity.id),
      "requested": .string(requested.description), "position": .int(position.rawValue),
    ]
    object["actor"] = actor.map { .object($0.json) }
    object["authority"] = authority.map(JSONValue.string)
    if case .refused(let hold) = state {
      object["hold"] = .string(hold)
      return object
    }
    object["subjects"] = .int(subjects)
    if !keys.isEmpty { object["keys"] = .array(keys.map(JSONValue.string)) }
    if !backups.isEmpty { object["backups"] = .array(backups.map { .object($0.json) }) }
    object["leftSubjects"] = left.map(JSONValue.int)
    object["records"] = records.map(JSONValue.int)
    object["completed"] = completed.map { .string($0.description) }
    object["completedPosition"] = completedAt.map { .int($0.rawValue) }
    object["milliseconds"] = seconds.map { .int(Int64(($0 * 1_000).rounded())) }
    object["inTime"] = isInTime.map(JSONValue.bool)
    return object
  }

  /// What it certifies, for people.
  public var title: String {
    switch state {
    case .refused: "Refusal of erasure \(erasure)"
    case .pending: "Erasure under way \(erasure)"
    case .complete: "Certificate of erasure \(erasure)"
    }
  }

  /// What it says, for people: labels, each with its lines.
  /// - Parameter time: how whoever shows it writes times.
  /// - Returns: the rows.
  public func rows(at time: (Instant) -> String) -> [(label: String, texts: [String])] {
    let who = actor.map { $0.id.map { id in "\(actor?.type ?? "") \(id)" } ?? $0.type } ?? "unknown"
    var rows: [(label: String, texts: [String])] = [
      ("log", [origin]), ("asked for", ["\(entity.kind.rawValue) \(entity.id)"]), ("by", [who]),
      ("authority", [authority ?? "not stated"]),
      ("requested", ["\(time(requested)), position \(position), which holds the sealed reason"]),
    ]
    switch state {
    case .refused(let hold):
      rows.append(("refused", ["the hold \(hold) is in force; nothing was destroyed"]))
      return rows
    case .pending:
      rows.append(("pending", ["nobody can read it any more; copies are still being removed"]))
    case .complete:
      let taken = seconds.map { ErasureCertificate.decimal($0) } ?? "?"
      rows.append(
        ("complete", ["\(completed.map(time) ?? "?"), position \(completedAt ?? .start)"]))
      let limit = Int(ErasureCertificate.purgeLimit)
      rows.append(
        (
          "purged",
          [
            isInTime == true
              ? "within \(taken) s of the request"
              : "\(taken) s after the request: later than the \(limit) s that are allowed"
          ]
        ))
    }
    if let records { rows.append(("records", ["\(records) had a part that is unreadable now"])) }
    rows.append(("subjects", ["\(subjects) destroyed\(keys.isEmpty ? "" : ":")"] + keys))
    if !backups.isEmpty {
      rows.append(
        (
          "still open in",
          backups.map {
            """
            the backup \($0.backup), copied \(time($0.recorded)) through position \($0.through), \
            to whoever has the master key \($0.masterKey)
            """
          }
        ))
    }
    if let left {
      rows.append(
        (
          "left",
          [
            left == 0
              ? "nothing of others beside it"
              : """
              \(left) subject\(left == 1 ? "" : "s") of others, as they are: what they say of it needs \
              redaction
              """
          ]
        ))
    }
    return rows
  }

  /// A number of seconds to the millisecond.
  private static func decimal(_ seconds: Double) -> String {
    let milliseconds = Int64((seconds * 1_000).rounded())
    let fraction = String(milliseconds.magnitude % 1_000)
    return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
