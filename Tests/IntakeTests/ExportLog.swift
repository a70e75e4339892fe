import InteractionModel
import Synchronization

@testable import Intake

/// A log in memory that refuses an id with other content, and remembers files.
final class ExportLog: EarlierEvents, EarlierImports, Sendable {
  struct State {
    var events: [NewEvent] = []
    var places: [EventID: Int] = [:]
    var files: [EventID: [ImportedFile]] = [:]
    var versions: [EventID: Int64] = [:]
  }

  private let state = Mutex(State())
  var events: [NewEvent] { state.withLock { $0.events } }

  func has(_ id: EventID) -> Bool { state.withLock { $0.places[id] != nil } }

  func type(of id: EventID) -> EventType? {
    state.withLock { state in state.places[id].map { state.events[$0].type } }
  }

  func earlier(_ event: NewEvent) -> EarlierEvent? {
    state.withLock { state in
      guard let place = state.places[event.id] else { return nil }
      let known = state.events[place]
      func same(_ time: Timestamp?) -> Bool {
        event.retold(
          at: time, department: known.department, channel: known.channel,
          causation: known.causation) == known
      }
      return EarlierEvent(
        position: Position(Int64(place) + 1), occurred: known.occurred?.instant,
        isSame: same(event.occurred), isSameButTime: same(known.occurred),
        hasSameWords: event.personal.map(\.content) == known.personal.map(\.content),
        cleared: event.cleared(of: known.statedFields))
    }
  }

  func has(_ stream: StreamID) -> Bool {
    state.withLock { $0.events.contains { $0.stream == stream } }
  }

  func has(_ entity: EntityKey) -> Bool {
    has(StreamID(rawValue: entity.description))
  }

  func ownNames(of entity: EntityKey?) -> Set<OwnName> { [] }

  func importedFiles(from source: EventID, limit: Int) -> [ImportedFile] {
    state.withLock { $0.files[source, default: []].suffix(limit).reversed() }
  }

  func hasImported(_ file: EventID, from source: EventID) -> Bool {
    state.withLock { $0.files[source, default: []].contains { $0.id == file } }
  }

  func noteBegun(_ file: EventID, from source: EventID) {
    state.withLock { $0.files[source, default: []].append(ImportedFile(file, isComplete: false)) }
  }

  func noteComplete(_ file: EventID, from source: EventID) {
    state.withLock { state in
      guard let place = state.files[source]?.lastIndex(where: { $0.id == file }) else { return }
      state.files[source]?[place].isComplete = true
    }
  }

  func importedVersion(ofRow row: EventID) -> Int64? { state.withLock { $0.versions[row] } }

  func note(versions: [EventID: Int64]) {
    state.withLock { $0.versions.merge(versions) { max($0, $1) } }
  }

  /// Appends events, at most so many of them before it fails.
  func append(_ events: [NewEvent], limit: Int = .max) throws -> [Committed] {
    try state.withLock { state in
      for (index, event) in events.enumerated() {
        if let place = state.places[event.id],
          event.retold(
            at: event.occurred, department: event.department, channel: event.channel,
            causation: state.events[place].causation) != state.events[place]
        {
          throw EventRejected(
            index: index, reason: "the id has other content", remedy: "none",
            isCollision: true)
        }
      }
      struct Killed: Error {}
      guard state.events.count + events.count <= limit else { throw Killed() }
      return events.map { event in
        if let place = state.places[event.id] {
          return Committed(position: Position(Int64(place) + 1), isDuplicate: true)
        }
        state.events.append(event)
        state.places[event.id] = state.events.count - 1
        return Committed(position: Position(Int64(state.events.count)), isDuplicate: false)
      }
    }
  }

  /// Imports files one after the other in one run.
  func take(
    _ format: any IntakeFormat, _ files: [String], batch: Int = 1000, limit: Int = .max,
    onRejection: (Rejection) -> Void = { _ in }
  ) async throws -> ImportReport {
    let sources = files.enumerated().map {
      IntakeSource(name: "export \($0.offset)", bytes: Array($0.element.utf8))
    }
    return try await Importer(
      format: format, context: IntakeContext(minter: TestMinter(), log: self, imports: self),
      batchSize: batch
    ).run(sources, onRejection: onRejection) { events in try self.append(events, limit: limit) }
  }

  /// The state that the last event says of each case, by time, and how often it was reopened.
  func cases() -> [String: (status: String, reopens: Int, department: String?)] {
    var cases: [String: (status: String, reopens: Int, department: String?)] = [:]
    let ordered = events.enumerated().sorted { left, right in
      let far = Instant(microseconds: .max)
      let (one, other) = (
        left.element.occurred?.instant ?? far, right.element.occurred?.instant ?? far
      )
      return one == other ? left.offset < right.offset : one < other
    }
    for event in events where event.type == .caseOpened {
      guard let id = event.case else { continue }
      cases[id] = ("open", 0, event.body["department"]?.string ?? event.department)
    }
    let corrected = Set(events.compactMap(\.causation))
    for (_, event) in ordered where !corrected.contains(event.id) {
      guard let id = event.case, var matter = cases[id] else { continue }
      switch event.type {
      case .caseClosed: matter.status = "closed"
      case .caseReopened:
        if matter.status == "closed" { matter.reopens += 1 }
        matter.status = "open"
      default: break
      }
      cases[id] = matter
    }
    return cases
  }
}
