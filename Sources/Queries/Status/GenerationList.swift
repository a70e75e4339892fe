public import Compliance
internal import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Projections

/// Every generation of every projection that a store has: those that are built, serve, or served before.
public struct GenerationList: Sendable {
  /// A generation, and how far it is.
  public struct Entry: Sendable {
    /// The generation.
    public let generation: Generation
    /// How far it is; nil when it cannot be read.
    public let position: Position?
  }

  /// The generations, by projection and number.
  public let entries: [Entry]
  /// The rebuilds that whoever keeps the store is asked for.
  public let requests: [RebuildRequest]

  /// The generations of a store.
  /// - Parameter store: the store.
  /// - Throws: ``/EventLog/StorageFault`` when the catalogue cannot be read.
  public init(of store: OpenStore) throws {
    requests = try store.models.rebuildRequests()
    entries = try store.models.generations().map { generation in
      let model = ProjectionCatalogue.named(generation.projection).flatMap {
        try? store.models.open(generation, of: $0)
      }
      return Entry(generation: generation, position: try? model?.checkpoint())
    }
  }

  /// The generations as answers have them.
  public var json: JSONObject {
    [
      "generations": .array(listed.map(JSONValue.object)),
      "rebuilds": .array(requests.map { .object($0.json) }),
    ]
  }

  /// The generations for tables of other programs and for counts.
  public var lines: ListLines {
    ListLines(
      ["projection", "generation", "version", "state", "position", "keptUntil", "held"],
      listed)
  }

  private var listed: [JSONObject] {
    entries.map { entry in
      var object = entry.generation.json
      object["position"] = entry.position.map { .int($0.rawValue) } ?? .null
      return object
    }
  }
}

extension Generation {
  /// The generation as answers have it.
  public var json: JSONObject {
    [
      "projection": .string(projection), "generation": .int(number),
      "version": .int(Int64(codeVersion)), "state": .string(state.rawValue),
      "keptUntil": keptUntil.map { .string("\($0)") } ?? .null, "held": .bool(isHeld),
    ]
  }
}

extension RebuildRequest {
  /// The request as answers have it.
  public var json: JSONObject {
    let reason: String? = if case .failed(let reason) = state { reason } else { nil }
    return [
      "projection": .string(name), "state": .string(state.name),
      "reason": reason.map(JSONValue.string) ?? .null,
    ]
  }
}

extension RollbackResult {
  /// The result as answers have it.
  public var json: JSONObject {
    [
      "generation": .int(generation.number), "held": .bool(isHeld),
      "position": .int(position.rawValue), "projection": .string(generation.projection),
      "replaced": replaced.map { .object($0.json) } ?? .null,
    ]
  }
}
