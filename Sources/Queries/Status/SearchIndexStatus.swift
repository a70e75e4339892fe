public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search

/// How far the full-text index is, for whoever has no key as well.
public struct SearchIndexStatus: Sendable {
  /// What it is called.
  public static let name = "search"

  /// The build that answers; nil when there is none, or it cannot be told.
  public let generation: Int64?
  /// How far it has come.
  public let position: Position
  /// How many records the log has beyond it that it may take.
  public let behind: Int64
  /// How many texts it has.
  public let documents: Int
  /// Whether it answers, and how well.
  public let state: Readiness
  /// Why it stands still, or answers nobody.
  public let failure: Remedy?

  /// The codes of faults that say that an index is not what it must be.
  static let alarms: Set<StorageFault.Code> = [
    .damaged, .corrupt, .superseded, .ahead, .foreign, .unpurged, .irregular,
  ]

  private init(
    state: Readiness, behind: Int64, generation: Int64? = nil, position: Position = .start,
    documents: Int = 0, failure: Remedy? = nil
  ) {
    self.state = state
    self.behind = behind
    self.generation = generation
    self.position = position
    self.documents = documents
    self.failure = failure
  }

  /// How far the index of a store is, all of which is looked at.
  public static func of(_ store: OpenStore, head: Position) -> SearchIndexStatus {
    func servingGeneration() -> Int64? { try? store.indexes().servingGeneration() }
    while true {
      let generation = servingGeneration()
      let status = once(store, head)
      // The files of a build that was replaced meanwhile are gone, which is no damage.
      guard status.isAlarming, servingGeneration() != generation else { return status }
    }
  }

  private static func once(_ store: OpenStore, _ head: Position) -> SearchIndexStatus {
    do {
      guard let index = try store.indexes().serving() else {
        return SearchIndexStatus(state: .absent, behind: head.rawValue)
      }
      let found = try index.state()
      let position = found.checkpoint.position
      let behind = try Lag.records(after: position, of: store.events, readsTexts: true)
      if let alarm = try alarm(of: index, in: store) {
        let state: Readiness =
          switch alarm.code {
          case .ahead: .ahead
          case .foreign: .foreign
          case .unpurged: .unpurged
          default: .damaged
          }
        return SearchIndexStatus(
          state: state,
          behind: behind, generation: index.generation,
          position: position, failure: alarm.diagnosis.sentence)
      }
      let state: Readiness =
        if found.failure != nil {
          .stopped
        } else if found.version != SearchVersion(archive: ConversationArchive.projection.version) {
          .stale
        } else {
          behind == 0 ? .live : .behind
        }
      return SearchIndexStatus(
        state: state, behind: behind,
        generation: index.generation, position: position, documents: try index.count(),
        failure: found.failure.map { "\($0)" })
    } catch {
      // Status must say what is wrong with the index, not fail because of it.
      let fault = error as? StorageFault
      return SearchIndexStatus(
        state: fault?.code == .outdated
          ? .stale : fault?.isDamage == true ? .damaged : .unreadable,
        behind: head.rawValue, failure: Diagnosis(of: error).sentence)
    }
  }

  /// Why the index answers nobody; nil when it does.
  private static func alarm(
    of index: any SearchIndex, in store: OpenStore
  ) throws -> StorageFault? {
    do {
      try index.requireSound(for: store.events, .whole)
      return nil
    } catch let fault as StorageFault {
      return fault
    }
  }

  /// Whether it answers nobody, for a reason that does not pass by itself.
  public var isAlarming: Bool {
    state.severity == .alarming && state != .unreadable
  }

  /// Why it cannot be read now, though nothing is wrong with what it holds; nil when it can.
  public var fault: Remedy? {
    guard state == .unreadable else { return nil }
    return failure.map { "\(SearchIndexStatus.name) is \(state.rawValue): \($0)" }
  }

  /// The status as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: the status.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    [
      "state": .string(state.rawValue), "position": .int(position.rawValue), "behind": .int(behind),
      "documents": .int(Int64(documents)),
      "generation": generation.map(JSONValue.int) ?? .null,
      "failure": failure.map { .string(said($0)) } ?? .null,
    ]
  }
}
