internal import ArgumentParser
internal import Foundation
internal import InteractionModel

/// Measures Throughline against the physical limit on the same records, in the same run.
@main
struct ThroughlineBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "throughline-bench",
    abstract: "Measure appends, scans and rebuilds against limits measured in the same run.",
    discussion: """
      L1: one SQLite table with an integer key, the same bytes, batches and durability. \
      L2: the usual layout, unique text id and unique (stream, version). \
      L3: a C-API scan that touches every byte. L4: the projection's table by plain SQL.
      """)

  @Option(help: "How many events.")
  var events = 100_000

  @Option(help: "The seed of the simulation.")
  var seed: UInt64 = 1

  @Option(help: "How often each pair is measured; medians are shown.")
  var rounds = 3

  @Option(help: "Only append or read.")
  var only: String?

  @Option(help: "Write the figures to this file.")
  var json: String?

  @Option(help: "Where the databases are put; on the disk that is to be measured.")
  var folder = "./throughline-bench-data"

  func validate() throws {
    guard events >= 1_000, rounds >= 1 else {
      throw ValidationError("--events must be at least 1000, --rounds at least 1")
    }
    if let only, !["append", "read"].contains(only) {
      throw ValidationError("--only takes append or read")
    }
  }

  func run() async throws {
    let workload = try Workload(events: events, seed: seed, folder: folder)
    defer { workload.remove() }
    print(
      "\(workload.events.count) events of `throughline simulate`, seed \(seed), medians of \(rounds)\n"
    )
    var figures: [Figure] = []
    if only != "read" {
      figures += try await AppendBench(workload: workload, rounds: rounds).run()
    }
    if only != "append" {
      figures += try await ReadBench(workload: workload, rounds: rounds).run()
    }
    show(figures)
    if let json {
      let bytes = JSONValue.array(figures.map(\.json)).canonicalBytes + [0x0A]
      try Data(bytes).write(to: URL(fileURLWithPath: json))
    }
  }

  private func show(_ figures: [Figure]) {
    func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    print(pad("WHAT", 52), pad("VALUE", 18), pad("LIMIT", 16), pad("RATIO", 8), "TARGET")
    for figure in figures {
      let limit = figure.limit.map { "\(figure.limitName ?? "") \(Figure.text($0))" } ?? "–"
      let target = figure.target.map { (figure.isCost ? "≤ " : "≥ ") + Figure.text($0) } ?? "–"
      let verdict = figure.isMet.map { $0 ? "met" : "not met" } ?? ""
      print(
        pad(figure.name, 52), pad("\(Figure.text(figure.value)) \(figure.unit)", 18),
        pad(limit, 16), pad(figure.ratio.map(Figure.text) ?? "–", 8), target, verdict)
    }
  }
}
