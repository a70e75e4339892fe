internal import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Projections

/// Who asks a store, and why: every question is asked for somebody.
///
/// Roles and departments are what a policy of who may see what will go by; there is none yet, and any
/// stated purpose opens text.
public struct Reader: Sendable {
  /// What is asked.
  public let store: OpenStore
  /// Who they are; stands in clear in the account of what they read.
  public let actor: Actor
  /// The roles in which they ask.
  public let roles: Set<String>
  /// The departments for which they ask.
  public let departments: Set<String>
  /// Why sealed text is opened; nil opens nothing.
  public let purpose: String?
  /// When and where they look.
  public let view: Viewpoint
  /// Whether they want long work to stop.
  public let stop: StopRequest

  /// A reader.
  /// - Parameters:
  ///   - store: what is asked.
  ///   - actor: who they are; nil for whoever works with the store.
  ///   - roles: the roles in which they ask.
  ///   - departments: the departments for which they ask.
  ///   - purpose: why sealed text is opened; nil, or one that says nothing, opens nothing.
  ///   - view: when and where they look.
  ///   - stop: whether they want long work to stop.
  public init(
    of store: OpenStore, actor: Actor? = nil, roles: Set<String> = [],
    departments: Set<String> = [], purpose: String? = nil, at view: Viewpoint = .machine,
    stop: StopRequest = .never
  ) {
    self.store = store
    self.actor = actor ?? store.actor
    self.roles = roles
    self.departments = departments
    self.purpose = purpose.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    self.view = view
    self.stop = stop
  }

  /// Their gate: closed when no purpose was stated.
  /// - Returns: the gate.
  /// - Throws: what ``OpenStore/log()`` throws; a fault that keeps the account from being written
  ///   says so.
  public func gate() async throws -> AccessGate {
    try await store.gate(for: actor, purpose: purpose)
  }

  /// The records that redacted what some records say; nothing is opened for that.
  /// - Parameter records: the records.
  /// - Returns: the redactions, by the position of what they redact.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func redactions(of records: [Record]) throws -> [Position: Record] {
    let amendments = try Amendments(
      on: records, in: store.events, archive: store.dispensable(ConversationArchive.projection))
    return records.reduce(into: [:]) { $0[$1.position] = amendments.redaction(of: $1) }
  }

  /// What the edits among some records go on from; nothing is opened for that.
  /// - Parameters:
  ///   - records: the records.
  ///   - subset: the part of the log whose edits count; nil for all of it.
  /// - Returns: by the position of an edit, what stands where it says nothing else; see
  ///   ``/ProjectionEngine/Amendments/editions(before:)``.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func editions(
    before records: [Record], edited subset: LogSubset? = nil
  ) throws -> [Position: [Record]] {
    let edits = records.filter { $0.type == .messageEdited }
    guard !edits.isEmpty else { return [:] }
    let amendments = try Amendments(
      on: edits, in: store.events, archive: store.dispensable(ConversationArchive.projection),
      edited: subset)
    return try edits.reduce(into: [:]) { editions, edit in
      editions[edit.position] = try amendments.editions(before: edit).compactMap {
        try store.events.record(at: $0)?.decoded()
      }
    }
  }
}
