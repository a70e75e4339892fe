internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Operations
internal import ProjectionEngine
internal import Projections
internal import Queries
internal import Store

/// `throughline generation …`: the builds of projections.
struct GenerationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generation",
    abstract: "Show the builds of projections, and go back to the one before.",
    subcommands: [GenerationListCommand.self, GenerationRollbackCommand.self])
}

/// `throughline generation list`: what is built, serves, or served before.
struct GenerationListCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show which builds of projections there are, and until when each is kept.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var times: ZoneOptions
  @OptionGroup var lines: LineOptions

  func run() async throws {
    let list = try GenerationList(of: store.open())
    if lines.isAsked { return try lines.show(list.lines, asJSON: output.json) }
    if output.json { return Terminal.show(list.json) }
    var table = TextTable(
      "PROJECTION", "GENERATION", "VERSION", "STATE", "POSITION", "KEPT UNTIL")
    for entry in list.entries {
      let generation = entry.generation
      table.add(
        Terminal.safe(generation.projection), "\(generation.number)",
        "\(generation.codeVersion)",
        generation.state.rawValue + (generation.isHeld ? ", held" : ""),
        entry.position?.description ?? "–",
        generation.keptUntil.map { Phrase.time("\($0)") } ?? "–")
    }
    table.show()
    for request in list.requests {
      let again = Remedy.Task.rebuild(request.name).command
      switch request.state {
      case .asked: Terminal.paragraph("\(request.name) is to be built anew.")
      case .paused: Terminal.paragraph("The rebuild of \(request.name) waits; \(again) goes on.")
      case .cancelled: Terminal.paragraph("The rebuild of \(request.name) is being cancelled.")
      case .failed(let reason):
        Terminal.paragraph(
          "\(request.name) was not built anew: \(Terminal.safe(reason))", .red)
      }
    }
  }
}

/// `throughline generation rollback`: lets the one serve again that served before.
struct GenerationRollbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Let the build of a projection serve again that served before.",
    discussion: """
      It follows the log first, where it is behind, and the one that serves now is kept in its place, so \
      that a second rollback undoes the first. Refused where its file is gone or damaged, or is not of \
      this log. One that other code made cannot follow the log; with --stale it serves as it stands, and \
      nobody builds another one until `rebuild` does.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The projection.")
  var projection: String

  @Flag(help: "Let one serve that other code made, as it stands.")
  var stale = false

  @OptionGroup var keeping: KeepPreviousOptions

  func validate() throws { _ = try ProjectionArgument.named(projection) }

  func run() async throws {
    let opened = try store.open(to: .project)
    Interruption.install()
    let result = try Rebuilding(
      opened, clock: .system, WorkView(quiet: output.quiet) { _ in }.supervisor
    ).rollBack(
      ProjectionArgument.named(projection), allowingStale: stale, keepingPrevious: keeping.time)
    if output.json { return Terminal.show(result.json) }
    let generation = result.generation
    let place =
      result.isHeld
      ? "as it stands at position \(result.position), until it is built anew"
      : "at position \(result.position)"
    Terminal.say(
      "\(generation.projection): generation \(generation.number) serves again, \(place).")
    if let line = result.replaced.map(KeepPreviousOptions.words) { Terminal.say(line) }
  }
}

/// How long the build is kept that served.
struct KeepPreviousOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many hours the build that served is kept to be gone back to; 0 for not at all.",
      valueName: "hours"))
  var keepPrevious = Int(KeptGenerations.time.wholeSeconds / 3_600)

  /// How long that is.
  var time: Duration { .seconds(3_600 * keepPrevious) }

  func validate() throws {
    guard (0...Self.most).contains(keepPrevious) else {
      throw ValidationError("--keep-previous is a number of hours from 0 to \(Self.most)")
    }
  }

  /// A year: what is kept longer is a copy, which belongs elsewhere.
  private static let most = 8_784

  /// Says until when one is kept.
  static func words(_ generation: Generation) -> String {
    let until = generation.keptUntil.map { " until \(Phrase.time("\($0)"))" } ?? ""
    return "Generation \(generation.number), which served, is kept\(until)."
  }
}
