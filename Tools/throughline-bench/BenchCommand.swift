internal import ArgumentParser
internal import Foundation

/// Measures Throughline against the physical limit on the same records, in the same run.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "throughline-bench",
    abstract: "Measure Throughline against limits measured in the same run, on the same records.",
    discussion: """
      L1: one SQLite table with an integer key, the same bytes, batches and durability. L2: the \
      usual layout, a unique text id and a unique (stream, version). L3: a C-API scan that touches \
      every byte. L4: the same projections' tables and full-text index filled by plain SQL from \
      opened text. An answer is held against SQLite opening the log and reading as many rows as its \
      page has. The workload is `throughline simulate` with its default mix.

      Figures for --only, by group or by name:
      \(FigureKind.allCases.map { "  \($0.rawValue)" }.joined(separator: "\n"))

      Exit code: 0 when all figures reach their targets, 1 when one does not, 2 for wrong \
      arguments, 3 when something could not be measured.
      """)

  @Option(
    help: """
      How many events (default: 100000; 1000000 with --full; 10000000 with --growth alone).
      """)
  var events: Int?

  @Option(help: "The seed of the simulation.")
  var seed: UInt64 = 1

  @Option(help: "How often each pair is measured; medians are shown (default: 3; 1 with --full).")
  var rounds: Int?

  @Option(help: "Only these figures: a group or a figure's name; can be repeated.")
  var only: [String] = []

  @Option(help: "Write the figures to this file, as a list.")
  var json: String?

  @Flag(
    help: "Measure at ten times the events too, and keep the result with the machine's description."
  )
  var full = false

  @Flag(
    help: """
      Draw rate, memory and bytes written at three sizes, the largest --events; with --full at a \
      tenth, once and ten times --events, on the same stores.
      """)
  var growth = false

  @Option(help: "Keep the result as results/NAME.json (default: full or growth, with those flags).")
  var keep: String?

  @Flag(help: "Do not say what is being measured.")
  var quiet = false

  @Option(help: "Where the databases are put; on the disk that is to be measured.")
  var folder = "./throughline-bench-data"

  @Option(help: .private)
  var measure: Work?

  @Option(help: .private)
  var site: String?

  @Option(help: .private)
  var ask: AskedQuestion?

  func validate() throws {
    guard count >= 1_000 else { throw ValidationError("--events must be at least 1000") }
    guard rounds ?? 1 >= 1 else { throw ValidationError("--rounds must be at least 1") }
    guard !growth || only.isEmpty else { throw ValidationError("--growth measures all it draws") }
    guard !(full && growth && keep != nil) else {
      throw ValidationError("--full --growth keeps two results, full and growth; leave out --keep")
    }
    guard (measure == nil) == (site == nil) else {
      throw ValidationError("--measure goes with --site")
    }
    for name in only where FigureKind.named(name) == nil {
      throw ValidationError(
        "there is no figure “\(name)”; groups: \(FigureKind.groups.joined(separator: ", ")); "
          + "--help lists all names")
    }
    if !only.isEmpty, kinds.isEmpty {
      throw ValidationError("what --only names is measured with --full only")
    }
  }

  private var count: Int { events ?? (full ? 1_000_000 : growth ? 10_000_000 : 100_000) }

  /// The figures that are asked for.
  private var kinds: Set<FigureKind> {
    let named = only.isEmpty ? FigureKind.allCases : only.flatMap { FigureKind.named($0) ?? [] }
    return Set(named.filter { full || !$0.isOfGrowth })
  }

  func run() async throws {
    if let measure, let site {
      let measured = try await measure.run(
        in: site, events: count, seed: seed, asking: ask)
      try FileHandle.standardOutput.write(contentsOf: ResultFile.json(measured))
      return
    }
    let bench = try Bench(
      events: count, seed: seed, rounds: rounds ?? (full || growth ? 1 : 3), kinds: kinds,
      folder: folder, progress: Progress(quiet: quiet))
    defer {
      bench.progress.finish()
      bench.removeAll()
    }
    let sites = Sites(bench)
    var isMet = true
    if full || !growth {
      let run = FigureRun(
        bench: bench, sites: sites, scaled: full ? count * 10 : nil, json: json,
        name: keep ?? (full ? "full" : nil), folder: folder)
      isMet = try await run.run()
    }
    if growth {
      try GrowthRun(
        bench: bench, sites: sites, largest: full ? count * 10 : count, name: keep ?? "growth",
        folder: folder, json: full ? nil : json
      ).run()
    }
    guard isMet else { throw ExitCode(1) }
  }
}

extension Work: ExpressibleByArgument {}
extension AskedQuestion: ExpressibleByArgument {}
