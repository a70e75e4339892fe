internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// How far a projection is: the generation that serves, or where none does the one being built.
struct ProjectionStatus {
  let projection: Projection
  let generation: Generation?
  /// A generation that is being built beside the one that serves.
  let building: Generation?
  let position: Position
  let behind: Int64
  /// `live`, `behind`, `stopped`, `stale` (older code built it), `building`, `absent`, `ahead` (of
  /// a log that was restored from an older copy) or `damaged`.
  let state: String
  /// Why it stands still or cannot be read.
  let failure: String?

  init(_ projection: Projection, in store: OpenStore, head: Position) throws {
    self.projection = projection
    let generations = try store.models.generations().filter { $0.projection == projection.name }
    let serving = generations.first { $0.state == .serving }
    let newest = generations.last { $0.state == .building }
    generation = serving ?? newest
    building = serving == nil ? nil : newest
    guard let generation else {
      (position, behind, state, failure) = (.start, head.rawValue, "absent", nil)
      return
    }
    let found: (position: Position, failure: ProjectionFailure?)
    do throws(StorageFault) {
      let model = try store.models.open(generation, of: projection)
      found = (try model.checkpoint(), try model.failure())
    } catch {
      // Status must say what is wrong with one projection, not fail because of it.
      (position, behind, state, failure) = (.start, head.rawValue, "damaged", error.description)
      return
    }
    position = found.position
    behind = max(0, head.rawValue - position.rawValue)
    failure = found.failure?.description
    state =
      if failure != nil {
        "stopped"
      } else if generation.state == .building {
        "building"
      } else if generation.codeVersion != projection.version {
        "stale"
      } else if position > head {
        "ahead"
      } else {
        behind == 0 ? "live" : "behind"
      }
  }

  var json: JSONObject {
    [
      "name": .string(projection.name),
      "version": .int(Int64(generation?.codeVersion ?? projection.version)),
      "generation": generation.map { .int($0.number) } ?? .null,
      "building": building.map { .int($0.number) } ?? .null,
      "position": .int(position.rawValue), "behind": .int(behind), "state": .string(state),
      "digest": generation?.digest.map(JSONValue.string) ?? .null,
      "digestPosition": generation?.digestPosition.map { .int($0.rawValue) } ?? .null,
      "failure": failure.map(JSONValue.string) ?? .null,
    ]
  }

  func add(to table: inout TextTable) {
    let style: Terminal.Style =
      switch state {
      case "live": .green
      case "stopped", "ahead", "damaged": .red
      default: .yellow
      }
    let digest = generation?.digest.map { digest in
      "\(digest.prefix(16))… at \(generation?.digestPosition?.description ?? "?")"
    }
    table.add(
      projection.name, state, position.description, String(behind),
      generation.map { "\($0.number)" } ?? "–", digest ?? "–", style: style, at: 1)
  }
}
