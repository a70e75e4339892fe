internal import ArgumentParser
internal import Compliance
internal import Daemon
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Operations
internal import Projections
internal import Queries
internal import Store

/// `throughline project`: brings projections up to date, once or for as long as it runs.
struct ProjectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "project", abstract: "Bring the projections up to date with the log.",
    discussion: """
      The full-text index, “search”, follows the archive of conversations, and “identifiers” are \
      the telephone numbers, addresses and codes by which people are found. Both open text and need \
      the master key; without one the projections are brought up to date and they wait. The words of \
      readings that showed nobody are destroyed when they were kept long enough.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: "Only this projection, or search, or identifiers.")
  var only: String?

  @Flag(help: "Go on following the log until interrupted.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      """
      How many days the words of readings that showed nobody are kept (default: \
      THROUGHLINE_KEEP_WORDS, else \(ExpiredWords.days)).
      """, valueName: "days"))
  var keepWords: Int?

  private var daysKept: Int {
    get throws {
      let said = ProcessInfo.processInfo.environment["THROUGHLINE_KEEP_WORDS"]
      let days = keepWords ?? said.map { Int($0) ?? -1 } ?? ExpiredWords.days
      guard days >= 0 else {
        throw ValidationError("--keep-words and THROUGHLINE_KEEP_WORDS are a number of days")
      }
      return days
    }
  }

  func validate() throws {
    _ = try (daysKept, wanted)
  }

  private var wanted: Derived? {
    get throws { try only.map { try DerivedArgument.named($0, or: [.search, .identifiers]) } }
  }

  func run() async throws {
    let opened = try store.open(to: .project)
    Interruption.install()
    if follow { try await self.follow(opened) }
    var projecting = Projecting(
      opened, only: try wanted, keepingWords: try daysKept, clock: .system,
      follow
        ? Supervisor(stop: Interruption.stopAfterGrace) : WorkView(quiet: output.quiet).supervisor)
    do {
      try await projecting.catchUp()
    } catch is CancellationError where follow {
      // What is left to do is done by whoever projects next.
    }
    let status = try projecting.status()
    show(status)
    if projecting.standsStill || status.isAlarming { throw Failure.foundSomething }
    // What cannot be read cannot be said to be up to date.
    if !status.faults.isEmpty {
      throw Refusal(status.faults.map(\.said).joined(separator: "\n"))
    }
  }

  /// Keeps everything as far as the log until interrupted; says what changes.
  private func follow(_ opened: OpenStore) async throws {
    let live = LiveService(
      opened,
      LiveService.Configuration(of: try wanted, wordsKept: try daysKept, role: "project --follow"),
      clock: .system, tell: { [quiet = output.quiet] in FollowView(quiet: quiet).show($0) })
    try await Interruption.cancelling { try await live.run() }
  }

  /// Shows where everything is.
  private func show(_ status: ProjectedStatus) {
    if output.json { return Terminal.show(status.json(\.said)) }
    var table = TextTable("PROJECTION", "STATE", "POSITION", "BEHIND", "GENERATION", "DIGEST")
    for projection in status.projections { projection.add(to: &table) }
    status.index?.add(to: &table)
    status.identifiers?.add(to: &table)
    table.show()
    if status.isAlarming, let failure = status.index?.failure {
      Terminal.note("\(SearchIndexStatus.name): \(failure.said)")
    }
  }
}

/// What is made from a log, named on the command line.
enum DerivedArgument {
  /// What a name means.
  /// - Parameters:
  ///   - name: the name.
  ///   - others: what there is to name beside projections.
  /// - Returns: what is meant.
  /// - Throws: an error of usage that names all there are.
  static func named(_ name: String, or others: [Derived] = []) throws -> Derived {
    let known = ProjectionCatalogue.all.map(Derived.projection) + others
    guard let derived = Derived(named: name), known.contains(derived) else {
      let names = known.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no projection “\(name)”; use one of \(names)")
    }
    return derived
  }
}

/// A projection named on the command line.
enum ProjectionArgument {
  static func named(_ name: String) throws -> Projection {
    guard case .projection(let projection) = try DerivedArgument.named(name) else {
      throw ValidationError("“\(name)” is no projection")
    }
    return projection
  }
}
