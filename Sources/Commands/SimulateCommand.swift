internal import ArgumentParser
internal import Foundation
internal import Intake
internal import InteractionModel
internal import Simulation

/// `throughline simulate`: journeys through an invented contact centre, as CloudEvents.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write the touch points of an invented city as CloudEvents; same seed, same bytes.")

  @OptionGroup(title: "Output") var output: OutputOptions
  // Accepted so that a store set for all commands does no harm here.
  @OptionGroup(title: "Store") var store: StoreOptions

  @Option(help: "How many events.")
  var events: Int

  @Option(help: "The seed.")
  var seed: UInt64

  @Option(help: "When it starts: RFC 3339 (default: 2 March 2026, midnight in the city).")
  var start: String?

  @Option(name: .customLong("out"), help: "The file to write (default: standard output).")
  var file: String?

  @Option(help: "Of 1,000 events, how many are delivered a second time.")
  var duplicates = 0

  @Option(help: "Of 1,000 events, how many arrive late.")
  var outOfOrder = 0

  @Option(help: "Of 1,000 follow-up conversations, how many are linked to their case late.")
  var lateLinks = 80

  func validate() throws {
    guard events > 0 else { throw ValidationError("--events must be at least 1") }
    for (name, rate) in [
      ("duplicates", duplicates), ("out-of-order", outOfOrder), ("late-links", lateLinks),
    ] where !(0...1_000).contains(rate) {
      throw ValidationError("--\(name) is per mille: 0 to 1000")
    }
    if let start, Timestamp(start)?.instant == nil {
      throw ValidationError("--start must be RFC 3339 with an offset, such as 2026-03-02T00:00:00Z")
    }
  }

  func run() async throws {
    var options = SimulationOptions(events: events)
    options.duplicateDeliveries = duplicates
    options.outOfOrder = outOfOrder
    options.lateLinks = lateLinks
    var simulator = Simulator(
      seed: seed, start: start.flatMap { Timestamp($0)?.instant } ?? Simulation.defaultStart,
      options: options)
    Interruption.install()
    let sink = try Sink(file)
    let writer = CloudEventWriter()
    let progress = ProgressReport("simulated", quiet: output.quiet)
    var bytes: [UInt8] = []
    var count: Int64 = 0
    while let event = simulator.next() {
      writer.write(event, to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
      count += 1
      if bytes.count > 1 << 20 {
        try sink.write(bytes)
        bytes.removeAll(keepingCapacity: true)
        progress.update(count, of: Int64(events))
        if Interruption.isRequested { throw CancellationError() }
      }
    }
    try sink.write(bytes)
    progress.finish()
    guard file != nil else { return }
    if output.json { return Terminal.show(simulator.tally.json) }
    print("Wrote \(count) events of \(simulator.tally.journeys) journeys, seed \(seed).")
  }

  /// A file or standard output.
  private struct Sink {
    private let handle: FileHandle
    private let name: String

    init(_ path: String?) throws {
      name = path ?? "standard output"
      guard let path else {
        handle = .standardOutput
        return
      }
      guard FileManager.default.createFile(atPath: path, contents: nil),
        let handle = FileHandle(forWritingAtPath: path)
      else { throw Refusal("cannot write \(path); check the path and its permissions") }
      self.handle = handle
    }

    func write(_ bytes: [UInt8]) throws {
      do {
        try handle.write(contentsOf: Data(bytes))
      } catch {
        throw Refusal("cannot write \(name); check the space left (\(error))")
      }
    }
  }
}
