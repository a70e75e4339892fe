internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline rebuild`: a new generation beside the one that serves.
struct RebuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Build projections anew from the log beside the live ones, then switch.",
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
    let opened = try store.open()
    Interruption.install()
    var results: [JSONValue] = []
    var isDifferent = false
    for name in names {
      if SearchFollower.isNamed(name) {
        results.append(try await rebuildIndex(opened))
        continue
      }
      let projection = try ProjectionArgument.named(name)
      let progress = ProgressReport("rebuilding \(projection.name)", quiet: output.quiet)
      let result = try Rebuild.run(
        projection, log: opened.events, store: opened.models, compares: compare, swaps: swap
      ) { state in
        progress.update(state.position.rawValue, of: state.target.rawValue)
        return !Interruption.isRequested
      }
      progress.finish()
      guard let result else { throw CancellationError() }
      isDifferent = isDifferent || !(result.differences?.isEmpty ?? true)
      results.append(show(projection, result))
    }
    if output.json { Terminal.show(["projections": .array(results)]) }
    if isDifferent { throw Failure.foundSomething }
  }

  private func rebuildIndex(_ opened: OpenStore) async throws -> JSONValue {
    try await SearchFollower(store: opened, quiet: output.quiet).catchUp(isRebuilding: true)
    if Interruption.isRequested { throw CancellationError() }
    let index = SearchIndexStatus.of(opened, head: try opened.events.head().position)
    if !output.json {
      print(
        """
        \(SearchFollower.name): generation \(index.generation ?? 0) with \(index.documents) texts \
        built up to position \(index.position); it serves now.
        """)
    }
    var object = index.json
    object["name"] = .string(SearchFollower.name)
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
    return [
      "name": .string(projection.name), "generation": .int(result.generation.number),
      "position": .int(result.position.rawValue), "serving": .bool(result.isServing),
      "compared": .bool(result.differences != nil),
      "differences": .array((result.differences ?? []).map { .object($0.json) }),
    ]
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
