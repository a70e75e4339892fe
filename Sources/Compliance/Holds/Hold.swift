public import EventLog
public import InteractionModel

/// A hold: what somebody is entitled to see preserved, so that nothing about it is erased.
public struct Hold: Sendable, Hashable {
  /// When and by which record a hold ended.
  public struct Release: Sendable, Hashable {
    /// The record.
    public let position: Position
    /// When it was recorded.
    public let recorded: Instant
    /// Who released it.
    public let actor: Actor?
  }

  /// Its id.
  public let id: String
  /// What is held: a party, a case or a conversation.
  public let entity: EntityKey
  /// On which authority: a code, for example of a court's order.
  public let authority: String
  /// Who answers for it; nil when nobody in particular.
  public let custodian: String?
  /// Who placed it.
  public let actor: Actor?
  /// The record that placed it, whose sealed part says why in words.
  public let position: Position
  /// When it was recorded.
  public let recorded: Instant
  /// When it ended; nil while it is in force.
  public internal(set) var release: Release?

  /// Whether it is in force.
  public var isInForce: Bool { release == nil }

  /// The hold as the command line and other programs show it.
  public var json: JSONObject {
    var object: JSONObject = [
      "hold": .string(id), "entityKind": .string(entity.kind.rawValue),
      "entity": .string(entity.id), "authority": .string(authority),
      "position": .int(position.rawValue), "recorded": .string(recorded.description),
      "inForce": .bool(isInForce),
    ]
    object["custodian"] = custodian.map(JSONValue.string)
    object["actor"] = actor.map { .object($0.json) }
    if let release {
      object["released"] = .string(release.recorded.description)
      object["releasedPosition"] = .int(release.position.rawValue)
    }
    return object
  }
}

extension Hold {
  /// Every hold that was ever placed, in the order in which they were.
  ///
  /// Read from the register in the log: it is the only place that says so, and is small.
  /// - Parameter log: the log.
  /// - Returns: the holds, released ones included.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public static func all(in log: any EventStore) throws -> [Hold] {
    var holds: [Hold] = []
    var places: [String: Int] = [:]
    try log.forEachRecord(.stream(.holds)) { stored in
      let record = try stored.decoded()
      guard let id = record.body["hold"]?.string else { return true }
      switch record.type {
      case .holdPlaced:
        guard places[id] == nil, let hold = Hold(record, id: id) else { return true }
        places[id] = holds.count
        holds.append(hold)
      case .holdReleased:
        guard let place = places[id], holds[place].release == nil else { return true }
        holds[place].release = Release(
          position: record.position, recorded: record.recorded, actor: record.actor)
      default: break
      }
      return true
    }
    return holds
  }

  private init?(_ record: Record, id: String) {
    guard let entity = EntityKey(record.body) else { return nil }
    self.init(
      id: id, entity: entity, authority: record.body["authority"]?.string ?? "",
      custodian: record.body["custodian"]?.string, actor: record.actor,
      position: record.position, recorded: record.recorded)
  }
}

extension EntityKey {
  /// The entity that a body names in `entityKind` and `entity`.
  package init?(_ body: JSONObject) {
    guard let kind = body["entityKind"]?.string.flatMap(EntityKind.init(rawValue:)),
      let id = body["entity"]?.string
    else { return nil }
    self.init(kind, id)
  }
}

extension Actor {
  /// The actor as it stands in what is shown.
  public var json: JSONObject {
    var object: JSONObject = ["type": .string(type)]
    object["id"] = id.map(JSONValue.string)
    return object
  }
}
