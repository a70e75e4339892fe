internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Operations
internal import ProjectionEngine
internal import Projections
internal import Queries
internal import Store

/// `throughline rebuild`: a new generation beside the one that serves.
struct RebuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Build projections from the log again beside the live ones, then switch over.",
    discussion: """
      Where a daemon keeps the store, it is the one that builds, and goes on though this command ends; \
      --pause lets it wait. A rebuild that was interrupted or waits goes on when the same command runs \
      again; --cancel removes what it has left. \
      The build that served is kept for a day: `generation rollback` goes back to it. --estimate says \
      what a rebuild takes, by what the last one took here, and builds nothing; exit code 1 if the disk \
      has not the room.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The projections, or search for the full-text index.")
  var names: [String]

  @Flag(help: "Compare with the live one at one position; switch only when they are equal.")
  var compare = false

  @Flag(inversion: .prefixedNo, help: "Switch to the new generation when it is complete.")
  var swap = true

  @Flag(help: "Say how long it takes and how much of the disk, and build nothing.")
  var estimate = false

  @Flag(help: "Let a rebuild by the daemon wait until the same command is given without this.")
  var pause = false

  @Flag(help: "End a rebuild by the daemon, or remove what an interrupted one has left.")
  var cancel = false

  @OptionGroup var keeping: KeepPreviousOptions

  func validate() throws {
    guard [estimate, pause, cancel].count(where: \.self) < 2 else {
      throw ValidationError("give one of --estimate, --pause and --cancel")
    }
    let wanted = try wanted
    if wanted.contains(.search), compare || !swap {
      throw ValidationError("--compare and --no-swap are for projections, not for search")
    }
  }

  /// What is named, each once.
  private var wanted: [Derived] {
    get throws {
      try names.reduce(into: []) { wanted, name in
        // Identifiers are noted by whoever projects, and never built anew.
        let derived = try DerivedArgument.named(name, or: [.search])
        if !wanted.contains(derived) { wanted.append(derived) }
      }
    }
  }

  func run() async throws {
    if estimate { return try showEstimate() }
    let opened = try store.open(to: .project)
    Interruption.install()
    if pause { return try pause(in: opened) }
    if cancel { return try await cancel(in: opened) }
    let view = WorkView(quiet: output.quiet) { [asJSON = output.json, compare] news in
      guard !asJSON else { return }
      switch news {
      case .rebuilt(let result): RebuildCommand.show(result, compared: compare)
      case .rebuiltIndex(let index): RebuildCommand.show(index)
      default: break
      }
    }
    let rebuilding = Rebuilding(opened, clock: .system, view.supervisor)
    let wanted = try wanted
    // What is compared, or is not to serve, somebody wants to look at: it is built here.
    let handed =
      compare || !swap
      ? nil : try await rebuilding.handOver(wanted, keepingPrevious: keeping.time)
    let rebuilt =
      if let handed { handed } else {
        try await rebuilding.run(
          wanted, compares: compare, swaps: swap, keepingPrevious: keeping.time)
      }
    if output.json { Terminal.show(rebuilt.json(\.said)) }
    if rebuilt.isDifferent { throw Failure.foundSomething }
  }

  private func showEstimate() throws {
    let estimate = try RebuildEstimate(of: wanted, in: store.open())
    if output.json {
      Terminal.show(estimate.json)
    } else {
      var table = TextTable("PROJECTION", "TIME", "DISK")
      for item in estimate.items {
        table.add(
          item.name, item.time.map { "\(Phrase.length($0)) or less" } ?? "not measured here yet",
          item.bytes.map(Phrase.size) ?? "–")
      }
      table.show()
      let time = estimate.time.map { ", \(Phrase.length($0)) or less in all" } ?? ""
      let free = estimate.free.map { "\(Phrase.size($0)) are free" } ?? "nobody knows what is free"
      Terminal.say(
        "\nOf \(estimate.records) records\(time); \(free). What serves stays beside it.",
        estimate.isShort ? .red : nil)
    }
    if estimate.isShort { throw Failure.foundSomething }
  }

  private func pause(in store: OpenStore) throws {
    let paused = try Rebuilding(store, clock: .system, WorkView(quiet: true).supervisor)
      .pause(wanted).map(\.name)
    if output.json { return Terminal.show(["paused": .array(paused.map(JSONValue.string))]) }
    for name in paused { Terminal.say("The rebuild of \(name) waits.") }
    if paused.isEmpty { Terminal.say("No daemon is asked to build these.") }
  }

  private func cancel(in store: OpenStore) async throws {
    let removed = try await Rebuilding(store, clock: .system, WorkView(quiet: true).supervisor)
      .cancel(wanted)
    if output.json {
      let list = removed.map { JSONValue.object($0.json) }
      return Terminal.show(["cancelled": .array(list)])
    }
    for generation in removed {
      Terminal.say(
        "\(generation.projection): generation \(generation.number), which was half built, is gone.")
    }
    if removed.isEmpty { Terminal.say("No rebuild of these was interrupted.") }
  }

  private static func show(_ index: SearchIndexStatus) {
    Terminal.say(
      """
      \(SearchIndexStatus.name): generation \(index.generation ?? 0) with \(index.documents) texts \
      built up to position \(index.position); it serves now.
      """)
  }

  private static func show(_ result: RebuildResult, compared: Bool) {
    let serving = result.isServing ? "serves now" : "does not serve yet"
    Terminal.say(
      """
      \(result.generation.projection): generation \(result.generation.number) built up to position \
      \(result.position); it \(serving).
      """)
    if let line = result.previous.map(KeepPreviousOptions.words) { Terminal.say(line) }
    guard compared else { return }
    switch result.differences {
    case nil: print("There was nothing to compare it with.")
    case let differences? where differences.isEmpty: print("It equals the one that served.")
    case let differences?: DifferenceList(differences).show()
    }
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
    let text = Terminal.plain(value)
    return position.map { "\(text) (@\($0))" } ?? text
  }
}
