internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline status`: the log and where its projections are.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the log and how far its projections are.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let opened = try store.open()
    let head = try opened.events.head()
    let states = try ProjectionCatalogue.all.flatMap {
      try ProjectionStatus.all(of: $0, in: opened, head: head.position)
    }
    if output.json {
      return Terminal.show([
        "origin": .string(opened.events.origin), "size": .int(head.position.rawValue),
        "head": .int(head.position.rawValue),
        "recorded": head.recorded.map { .string($0.description) } ?? .null,
        "projections": .array(states.map { .object($0.json) }),
      ])
    }
    print("log \(Terminal.styled(opened.events.origin, .bold))")
    let recorded = head.recorded.map { ", the last at \($0)" } ?? ""
    print("\(head.position) records\(recorded)\n")
    var table = TextTable("PROJECTION", "STATE", "POSITION", "BEHIND", "GENERATION", "DIGEST")
    for state in states { state.add(to: &table) }
    table.show()
    for failure in states.compactMap(\.failure) {
      print(Terminal.styled("\n\(failure)", .red))
    }
  }
}

/// How far one generation of a projection is.
struct ProjectionStatus {
  let projection: Projection
  let generation: Generation?
  let position: Position
  let behind: Int64
  let state: String
  let failure: ProjectionFailure?

  /// The generations of a projection: what serves (or that nothing does), and what is building.
  static func all(
    of projection: Projection, in store: OpenStore, head: Position
  ) throws -> [ProjectionStatus] {
    let generations = try store.models.generations().filter { $0.projection == projection.name }
    var states = try generations.map { generation in
      let model = try store.models.open(generation, of: projection)
      let position = try model.checkpoint()
      let failure = try model.failure()
      let behind = max(0, head.rawValue - position.rawValue)
      let state =
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
      return ProjectionStatus(
        projection: projection, generation: generation, position: position, behind: behind,
        state: state, failure: failure)
    }
    if !generations.contains(where: { $0.state == .serving }) {
      states.insert(
        ProjectionStatus(
          projection: projection, generation: nil, position: .start, behind: head.rawValue,
          state: "absent", failure: nil), at: 0)
    }
    return states
  }

  var json: JSONObject {
    [
      "name": .string(projection.name),
      "version": .int(Int64(generation?.codeVersion ?? projection.version)),
      "generation": generation.map { .int($0.number) } ?? .null,
      "position": .int(position.rawValue), "behind": .int(behind), "state": .string(state),
      "digest": generation?.digest.map(JSONValue.string) ?? .null,
      "digestPosition": generation?.digestPosition.map { .int($0.rawValue) } ?? .null,
      "failure": failure.map { .string($0.description) } ?? .null,
    ]
  }

  func add(to table: inout TextTable) {
    let style: Terminal.Style =
      switch state {
      case "live": .green
      case "stopped", "ahead": .red
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
