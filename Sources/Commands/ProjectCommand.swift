internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Merkle
internal import ProjectionEngine
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
    _ = try daysKept
    guard let only, !SearchFollower.isNamed(only), !IdentifierFollower.isNamed(only) else { return }
    _ = try ProjectionArgument.named(only)
  }

  func run() async throws {
    let opened = try store.open(to: .project)
    Interruption.install()
    let isSearch = only.map(SearchFollower.isNamed)
    let isIdentifiers = only.map(IdentifierFollower.isNamed)
    // Whoever brings what opens text up to date opens the vault anyway.
    if isSearch == false, isIdentifiers == false { try await opened.finishErasures() }
    let chosen =
      isSearch == true || isIdentifiers == true
      ? [] : try only.map { [try ProjectionArgument.named($0)] } ?? ProjectionCatalogue.all
    let daemon = ProjectionDaemon(store: opened, quiet: output.quiet)
    var failed = false
    for (projection, failure) in try daemon.catchUp(chosen) {
      // One projection that stands still does not hold up the others.
      Terminal.note("\(projection.name) \(failure); `throughline quarantine` passes over it")
      failed = true
    }
    if Interruption.isRequested { throw CancellationError() }
    var search = isSearch == false ? nil : SearchFollower(store: opened, quiet: output.quiet)
    switch try await catchUp(SearchIndexStatus.name, { try await search?.catchUp() }) {
    case .upToDate: break
    case .stopped: failed = true
    case .waiting: search = nil
    }
    var identifiers =
      isIdentifiers == false ? nil : IdentifierFollower(store: opened, quiet: output.quiet)
    switch try await catchUp(IdentifierStatus.name, { try await identifiers?.catchUp() }) {
    case .upToDate: break
    case .stopped: failed = true
    case .waiting: identifiers = nil
    }
    let words = WordsWatch(opened, keptFor: try daysKept)
    try await words.look()
    if Interruption.isRequested { throw CancellationError() }
    if follow, !failed { try await daemon.follow(chosen, search, identifiers, words) }
    let shown = try show(
      chosen, in: opened, withIndex: isSearch != false, withIdentifiers: isIdentifiers != false)
    if failed || shown.isAlarming { throw Failure.foundSomething }
    // What cannot be read cannot be said to be up to date.
    if !shown.faults.isEmpty {
      throw Refusal(shown.faults.joined(separator: "\n"))
    }
  }

  /// What became of bringing up to date what opens text.
  private enum Outcome {
    case upToDate
    /// It stands still before something that does not open.
    case stopped
    /// It waits for whoever has the key.
    case waiting
  }

  /// Brings up to date what opens text.
  private func catchUp(_ name: String, _ body: () async throws -> Void) async throws -> Outcome {
    do {
      try await body()
    } catch let failure as ProjectionFailure {
      // What it noted of the first part may name no command.
      Terminal.note("\(name) \(failure); `throughline verify --open` names all such parts")
      return .stopped
    } catch {
      // Whoever projects without the key is not kept from it; status says that it waits.
      guard only == nil, SearchFollower.isWithoutKey(error) else { throw error }
      Terminal.note("\(name) waits, because it opens text: \(error.said)")
      return .waiting
    }
    if Interruption.isRequested { throw CancellationError() }
    return .upToDate
  }

  /// Shows where everything is.
  /// - Returns: what cannot be read, and why, and whether the index answers nobody.
  private func show(
    _ chosen: [Projection], in opened: OpenStore, withIndex: Bool, withIdentifiers: Bool
  ) throws -> (faults: [String], isAlarming: Bool) {
    let head = try opened.events.head().position
    let states = try chosen.map { try ProjectionStatus($0, in: opened, head: head) }
    let index = withIndex ? SearchIndexStatus.of(opened, head: head) : nil
    let identifiers = withIdentifiers ? IdentifierStatus(of: opened, head: head) : nil
    var faults = states.compactMap(\.fault?.said)
    if let fault = index?.fault { faults.append(fault.said) }
    if output.json {
      var object: JSONObject = ["projections": .array(states.map { .object($0.json(\.said)) })]
      object["search"] = index.map { .object($0.json(\.said)) }
      object["identifiers"] = identifiers.map { .object($0.json) }
      Terminal.show(object)
      return (faults, index?.isAlarming ?? false)
    }
    var table = TextTable("PROJECTION", "STATE", "POSITION", "BEHIND", "GENERATION", "DIGEST")
    for state in states { state.add(to: &table) }
    index?.add(to: &table)
    identifiers?.add(to: &table)
    table.show()
    if index?.isAlarming == true, let failure = index?.failure {
      Terminal.note("\(SearchIndexStatus.name): \(failure.said)")
    }
    return (faults, index?.isAlarming ?? false)
  }
}

/// A projection named on the command line.
enum ProjectionArgument {
  static func named(_ name: String) throws -> Projection {
    guard let projection = ProjectionCatalogue.named(name) else {
      let names = ProjectionCatalogue.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no projection “\(name)”; use one of \(names)")
    }
    return projection
  }
}

/// Keeps the read models of a store up to date.
struct ProjectionDaemon: Sendable {
  let store: OpenStore
  let quiet: Bool

  /// Brings projections to the head of the log; those of which no generation of this code's version
  /// serves are built first, in one pass over the log.
  /// - Returns: those that stand still, each with the reason.
  func catchUp(
    _ projections: [Projection]
  ) throws -> [(projection: Projection, failure: ProjectionFailure)] {
    var failures: [(projection: Projection, failure: ProjectionFailure)] = []
    func note(_ projection: Projection, _ body: () throws -> Void) throws {
      do {
        try body()
      } catch let failure as ProjectionFailure {
        failures.append((projection, failure))
      }
    }
    let missing = try projections.filter { try serving($0)?.codeVersion != $0.version }
    for (projection, result) in try build(missing) {
      try note(projection) { try noteDigest(of: result.get().generation, projection) }
    }
    for projection in projections where !missing.contains(where: { $0.name == projection.name }) {
      if Interruption.isRequested { break }
      try note(projection) { try catchUp(projection) }
    }
    return failures
  }

  private func build(
    _ projections: [Projection]
  ) throws -> [(Projection, Result<Rebuild.Result, any Error>)] {
    guard !projections.isEmpty else { return [] }
    let title = projections.map(\.name).joined(separator: ", ")
    let progress = ProgressReport("building \(title)", quiet: quiet)
    defer { progress.finish() }
    let results = try Rebuild.run(
      projections, log: store.events, store: store.models, compares: false, swaps: true,
      stop: Interruption.stop
    ) { state in
      progress.update(state)
      return !Interruption.isRequested
    }
    return Array(zip(projections, results ?? []))
  }

  /// Brings a projection that serves to the head of the log.
  private func catchUp(
    _ projection: Projection, stop: StopRequest = Interruption.stop
  ) throws {
    guard let serving = try serving(projection) else { return }
    let progress = ProgressReport("projecting \(projection.name)", quiet: quiet)
    defer { progress.finish() }
    let lease = try store.models.acquire(serving, of: projection)
    defer { lease.release() }
    var runner = ProjectionRunner(log: store.events, model: lease.model, stop: stop)
    try runner.catchUp { state in
      progress.update(state)
      return !Interruption.isRequested
    }
    try noteDigest(of: serving, projection, stop)
  }

  private func noteDigest(
    of generation: Generation, _ projection: Projection, _ stop: StopRequest = Interruption.stop
  ) throws {
    let model = try store.models.open(generation, of: projection)
    guard try generation.isDigestDue(at: model.checkpoint()) else { return }
    let (digest, position) = try model.withSnapshot { snapshot in
      (try StateDigest.compute(snapshot, stop: stop), try snapshot.checkpoint())
    }
    guard let checkpoint = try store.events.checkpoint(at: position) else { return }
    try store.models.note(digest: digest.description, at: checkpoint, of: generation)
  }

  /// Follows the log until the user interrupts; each projection on a thread of its own, the
  /// full-text index and the identifiers, where there is a key for them, beside them, and watches over
  /// erasures and words.
  ///
  /// A part that ends by itself ends the others: a process that goes on without one of them would
  /// be behind for ever and look alive to whoever supervises it.
  func follow(
    _ projections: [Projection], _ search: SearchFollower?, _ identifiers: IdentifierFollower?,
    _ words: WordsWatch
  ) async throws {
    var parts = projections.map { projection in
      FollowingPart(name: projection.name) { try await follow(projection) }
    }
    if let search {
      parts.append(FollowingPart(name: SearchIndexStatus.name) { try await search.follow() })
    }
    if let identifiers {
      parts.append(
        FollowingPart(name: IdentifierStatus.name) { try await identifiers.follow() })
    }
    parts.append(
      FollowingPart(name: ErasureWatch.name) { try await ErasureWatch(store: store).follow() })
    parts.append(FollowingPart(name: WordsWatch.name) { try await words.follow() })
    parts.append(FollowingPart(name: "clock") { try await WallClock.system.watch() })
    try await FollowingPart.run(parts)
    do {
      for projection in projections { try catchUp(projection, stop: Interruption.stopAfterGrace) }
    } catch is CancellationError {
      // What is left to do is done by whoever projects next.
    }
  }

  private func follow(_ projection: Projection) async throws {
    while true {
      let (generation, lease) = try await leaseOfServing(projection)
      defer { lease.release() }
      var runner = ProjectionRunner(
        log: store.events, model: lease.model, stop: Interruption.stop)
      do throws(any Error) {
        // Before the first wait: a generation that has just been swapped in may be behind.
        var position = try runner.catchUp { _ in !Task.isCancelled }
        // Holding the lease while the log is quiet costs nothing and keeps others from projecting.
        while true {
          _ = try await store.events.waitForRecords(after: position)
          position = try runner.catchUp { _ in !Task.isCancelled }
        }
      } catch let fault as StorageFault {
        // A rebuild has swapped generations, and this one's file is gone or going: go on with the
        // one that serves now.
        guard try serving(projection)?.number != generation.number else { throw fault }
      }
    }
  }

  private func serving(_ projection: Projection) throws -> Generation? {
    try store.models.generations().first {
      $0.projection == projection.name && $0.state == .serving
    }
  }

  /// The right to write the generation that serves.
  ///
  /// A rebuild that has just swapped its generation in holds the right for a moment longer, and one
  /// that swaps just now takes the generation away: both are waited for, some seconds.
  private func leaseOfServing(
    _ projection: Projection
  ) async throws -> (Generation, WriterLease) {
    var attempt = 0
    while true {
      guard let serving = try serving(projection) else {
        throw Refusal("\(projection.name) is gone; run `throughline project` again")
      }
      do throws(StorageFault) {
        return (serving, try store.models.acquire(serving, of: projection))
      } catch {
        guard attempt < 200, error.code == .busy || error.code == .missing else { throw error }
        attempt += 1
        // Another process's lock says nothing when it is given back: it can only be tried again.
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }
}
