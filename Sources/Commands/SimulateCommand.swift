internal import ArgumentParser
internal import Compliance
internal import Foundation
internal import InteractionModel
internal import Simulation
internal import Store
internal import Vault

/// `throughline simulate`: journeys through an invented contact centre, as CloudEvents or straight
/// into a store.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write the touch points of an invented city as CloudEvents; same seed, same bytes.",
    discussion: """
      Residents of Port Alder report potholes, dispute tickets and fail to pay bills: by telephone, \
      chat, e-mail, text message, letter, post, kiosk and in person, in English and Spanish. Six \
      departments with their own hours answer, or do not. What goes wrong is put there on purpose \
      and counted, so that what a projection finds can be held against it.

      Examples:
        throughline simulate | head -3
        throughline simulate --events 100000 --seed 7 --out city.jsonl
        throughline simulate --events 100000 --seed 7 --into sqlite:city
        throughline simulate --rate repeatAsks=300 --rate lateDeliveries=20 --out city.jsonl

      A store that --into names is created when there is none. Run again with the same seed, what is \
      there already is not added twice, and an interrupted run goes on where it stopped. A store \
      takes one seed: case numbers are counted from 1 in each.

      Everything is delivered once and in order, unless --duplicates, --out-of-order or --rate \
      lateDeliveries say otherwise. There are at least as many breach notices as journeys that start on a day.

      Rates are per mille. --rate takes: \(SimulationOptions.rateNames.joined(separator: ", ")).
      """)

  @OptionGroup(title: "Output") var output: OutputOptions
  // The store set for all commands is not written to; --into is explicit.
  @OptionGroup(title: "Store") var store: StoreOptions

  @Option(help: "How many events.")
  var events = 5_000

  @Option(help: "The seed; another one gives another city.")
  var seed: UInt64 = 1

  @Option(help: "When it starts: RFC 3339 (default: 2 March 2026, midnight in the city).")
  var start: String?

  @Option(name: .customLong("out"), help: "The file to write (default: standard output).")
  var file: String?

  @Option(
    help: ArgumentHelp(
      "Append to this store instead, durably: sqlite:DIRECTORY or DIRECTORY.", valueName: "url"))
  var into: String?

  @Option(help: "Of 1,000 events, how many are delivered a second time.")
  var duplicates = 0

  @Option(help: "Of 1,000 events, how many are overtaken by later ones.")
  var outOfOrder = 0

  @Option(help: "Of 1,000 follow-up conversations, how many are linked to their case late.")
  var lateLinks = 80

  @Option(
    help: ArgumentHelp("Another rate, for example repeatAsks=200.", valueName: "name=per-mille"))
  var rate: [String] = []

  func validate() throws {
    guard (1...SimulateCommand.mostEvents).contains(events) else {
      throw ValidationError("--events must be at least 1 and at most \(SimulateCommand.mostEvents)")
    }
    for (name, rate) in [
      ("duplicates", duplicates), ("out-of-order", outOfOrder), ("late-links", lateLinks),
    ] where !(0...1_000).contains(rate) {
      throw ValidationError("--\(name) is per mille: 0 to 1000")
    }
    if let start {
      guard let instant = Timestamp(start)?.instant else {
        throw ValidationError(
          "--start must be RFC 3339 with an offset, such as 2026-03-02T00:00:00Z")
      }
      guard SimulateCommand.starts.contains(instant) else {
        throw ValidationError("--start must be of the years 1900 to 8999")
      }
    }
    if file != nil, into != nil { throw ValidationError("give --out or --into, not both") }
    _ = try options
    if into != nil { _ = try url }
  }

  /// What spans some two hundred years; the figures of a longer life do not fit.
  private static let mostEvents = 1_000_000_000_000
  /// The years that leave room for what happens before and after, 1900 to 8999.
  private static let starts =
    Instant(microseconds: -2_208_988_800_000_000)..<Instant(microseconds: 221_845_392_000_000_000)

  func run() async throws {
    let target = try file.map { try OutputTarget($0, option: "--out", keyFile: store.keyFile) }
    let source = SimulatedEvents(
      Simulator(
        seed: seed, start: start.flatMap { Timestamp($0)?.instant } ?? Simulation.defaultStart,
        options: try options))
    Interruption.install()
    let progress = ProgressReport(into == nil ? "simulated" : "appended", quiet: output.quiet)
    let report = SimulationReport(seed: seed, options: try options, output: output)
    if into != nil {
      let log = try await openLog()
      let counts = try await SimulationIntake(source: source, log: log)
        .run { progress.update($0, of: Int64(events)) }
      progress.finish()
      return report.show(source.tally, .store(new: counts.new, known: counts.known))
    }
    let written = try target.map { try OutputFile($0) } ?? .standardOutput
    defer { written.discard() }
    let count: Int
    do {
      count = try write(source, to: written, progress)
    } catch is OutputFile.Gone {
      progress.finish()
      if Interruption.isRequested { throw CancellationError() }
      // Whoever read has had enough.
      return
    }
    progress.finish()
    // Events and words about them do not go down the same pipe.
    guard let file, !written.isStandardOutput else { return }
    report.show(source.tally, .file(file, events: count))
  }

  /// Writes all events.
  /// - Returns: how many.
  private func write(
    _ source: SimulatedEvents, to file: OutputFile, _ progress: ProgressReport
  ) throws -> Int {
    let writer = SimulationWriter(file)
    var count = 0
    while case let batch = source.batch(4_096), !batch.isEmpty {
      try writer.write(batch)
      count += batch.count
      progress.update(Int64(count), of: Int64(events))
      if Interruption.isRequested { throw CancellationError() }
    }
    try writer.finish()
    try file.publish()
    return count
  }

  private var options: SimulationOptions {
    get throws {
      var options = SimulationOptions(events: events)
      options.duplicateDeliveries = duplicates
      options.outOfOrder = outOfOrder
      options.lateLinks = lateLinks
      for pair in rate {
        let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[1]),
          options.setRate(String(parts[0]), to: number)
        else {
          throw ValidationError(
            """
            --rate “\(pair)” is no rate; write NAME=PER-MILLE (0 to 1000), the names are \
            \(SimulationOptions.rateNames.joined(separator: ", "))
            """)
        }
      }
      return options
    }
  }

  private var url: StoreURL {
    get throws {
      let url = into ?? ""
      return try StoreOptions.url(url.contains(":") ? url : "sqlite:\(url)")
    }
  }

  /// The log to append to, created when there is none.
  private func openLog() async throws -> InteractionLog {
    let url = try url
    let origin = "\(ProcessInfo.processInfo.hostName)/throughline"
    let (opened, existed) = try await OpenStore.create(
      url, origin: origin, store.settings(for: url))
    if !existed, !output.quiet { Terminal.note("created the store \(url.directory)") }
    return try await opened.log()
  }
}
