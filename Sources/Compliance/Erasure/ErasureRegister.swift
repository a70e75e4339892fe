internal import EventLog
internal import InteractionModel

/// One erasure as the register in the log tells it.
struct RegisteredErasure {
  /// How it began.
  struct Request {
    let id: String
    let entity: EntityKey
    let actor: Actor?
    let authority: String?
    let position: Position
    let recorded: Instant
    let subjects: Int64
    /// How many subjects of others were left; nil in a request from before that was noted.
    let left: Int64?
  }

  let request: Request
  /// The hold that refused it.
  var hold: String?
  /// The record that says it is complete.
  var completion: Record?

  /// Whether somebody still has to finish it.
  var isPending: Bool { hold == nil && completion == nil }
}

/// The register of erasures: a fold of its stream in the log, which nothing else writes.
enum ErasureRegister {
  /// The erasures that began behind a position, in the order in which they did.
  static func erasures(
    in log: any EventStore, after position: Position = .start
  ) throws -> [RegisteredErasure] {
    var erasures: [RegisteredErasure] = []
    var places: [String: Int] = [:]
    try log.forEachRecord(.stream(.erasures), in: ReadRange(after: position)) { stored in
      let record = try stored.decoded()
      guard let id = record.body["erasure"]?.string else { return true }
      switch record.type {
      case .erasureRequested, .erasureRefused:
        guard places[id] == nil, let entity = EntityKey(record.body) else { return true }
        places[id] = erasures.count
        erasures.append(
          RegisteredErasure(
            request: RegisteredErasure.Request(
              id: id, entity: entity, actor: record.actor,
              authority: record.body["authority"]?.string, position: record.position,
              recorded: record.recorded, subjects: record.body["subjects"]?.int ?? 0,
              left: record.body["left"]?.int),
            hold: record.type == .erasureRefused ? record.body["hold"]?.string ?? "" : nil))
      case .partyErased:
        guard let place = places[id], erasures[place].completion == nil else { return true }
        erasures[place].completion = record
      default: break
      }
      return true
    }
    return erasures
  }

  /// One erasure, found through the index of ids; nil when the register has none of that id.
  static func erasure(_ id: String, in log: any EventStore) throws -> RegisteredErasure? {
    guard let event = EventID(id),
      let place = try log.positions(.id(event), in: ReadRange(), limit: 1).first
    else { return nil }
    return try erasures(in: log, after: place.previous).first { $0.request.id == id }
  }
}
