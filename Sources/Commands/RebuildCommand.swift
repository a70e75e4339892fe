internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Queries
internal import Store

/// `throughline rebuild`: a new generation beside the one that serves.
struct RebuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Rebuild projections from the log beside the live ones, then switch over.",
    discussion: "An interrupted rebuild goes on when the same command runs again.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The projections, or search for the full-text index.")
  var names: [String]

  @Flag(help: "Compare with the live one at one position; switch only when they are equal.")
  var compare = false

  @Flag(inversion: .prefixedNo, help: "Switch to the new generation when it is complete.")
  var swap = true

  func validate() throws {
    for name in names where !SearchFollower.isNamed(name) {
      _ = try ProjectionArgument.named(name)
    }
    if names.contains(where: SearchFollower.isNamed), compare || !swap {
      throw ValidationError("--compare and --no-swap are for projections, not for search")
    }
  }

  func run() async throws {
    let opened = try store.open(to: .project)
    Interruption.install()
    try await opened.finishErasures()
    var results: [String: JSONValue] = [:]
    let projections = try rebuildProjections(opened)
    for (projection, result) in projections {
      if let result = try? result.get() { results[projection.name] = show(projection, result) }
    }
    // What was built serves, whatever became of the others.
    for (_, result) in projections { _ = try result.get() }
    if names.contains(where: SearchFollower.isNamed) {
      results[SearchIndexStatus.name] = try await rebuildIndex(opened)
    }
    if output.json {
      let shown = try names.compactMap { name in
        let isIndex = SearchFollower.isNamed(name)
        return results.removeValue(
          forKey: isIndex ? SearchIndexStatus.name : try ProjectionArgument.named(name).name)
      }
      Terminal.show(["projections": .array(shown)])
    }
    let isDifferent = projections.contains { _, result in
      !((try? result.get())?.differences?.isEmpty ?? true)
    }
    if isDifferent { throw Failure.foundSomething }
  }

  /// Builds the projections that are named in one pass over the log.
  private func rebuildProjections(
    _ opened: OpenStore
  ) throws -> [(Projection, Result<Rebuild.Result, any Error>)] {
    var projections: [Projection] = []
    for name in names where !SearchFollower.isNamed(name) {
      let projection = try ProjectionArgument.named(name)
      if !projections.contains(where: { $0.name == projection.name }) {
        projections.append(projection)
      }
    }
    guard !projections.isEmpty else { return [] }
    let title = projections.map(\.name).joined(separator: ", ")
    let progress = ProgressReport("rebuilding \(title)", quiet: output.quiet)
    defer { progress.finish() }
    let results = try Rebuild.run(
      projections, log: opened.events, store: opened.models, compares: compare, swaps: swap,
      stop: Interruption.stop
    ) { state in
      progress.update(state)
      return !Interruption.isRequested
    }
    guard let results else { throw CancellationError() }
    return Array(zip(projections, results))
  }

  private func rebuildIndex(_ opened: OpenStore) async throws -> JSONValue {
    try await SearchFollower(store: opened, quiet: output.quiet).catchUp(isRebuilding: true)
    if Interruption.isRequested { throw CancellationError() }
    let index = SearchIndexStatus.of(opened, head: try opened.events.head().position)
    if !output.json {
      print(
        """
        \(SearchIndexStatus.name): generation \(index.generation ?? 0) with \(index.documents) texts \
        built up to position \(index.position); it serves now.
        """)
    }
    var object = index.json(\.said)
    object["name"] = .string(SearchIndexStatus.name)
    object["serving"] = true
    return .object(object)
  }

  private func show(_ projection: Projection, _ result: Rebuild.Result) -> JSONValue {
    if !output.json {
      let serving = result.isServing ? "serves now" : "does not serve yet"
      print(
        """
        \(projection.name): generation \(result.generation.number) built up to position \
        \(result.position); it \(serving).
        """)
      if compare {
        switch result.differences {
        case nil: print("There was nothing to compare it with.")
        case let differences? where differences.isEmpty: print("It equals the one that served.")
        case let differences?: DifferenceList(differences).show()
        }
      }
    }
    return .object(result.json)
  }
}

/// Differences as people read them.
struct DifferenceList {
  private let differences: [Difference]

  init(_ differences: [Difference]) {
    self.differences = differences
  }

  func show() {
    var table = TextTable("TABLE", "ROW", "FIELD", "LIVE", "REPLAYED")
    for item in differences {
      table.add(
        item.table, Terminal.safe(item.key), item.field,
        value(item.live, item.livePosition), value(item.replayed, item.replayedPosition))
    }
    table.show()
  }

  private func value(_ value: JSONValue?, _ position: Position?) -> String {
    let text = Terminal.cut(Terminal.plain(value), 60)
    return position.map { "\(text) (@\($0))" } ?? text
  }
}
