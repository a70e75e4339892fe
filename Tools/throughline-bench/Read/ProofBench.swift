internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Queries
internal import Store

/// Verifies the whole log, and proves records taken at random.
///
/// The limit of a verification is SHA-256 alone over the same lines, on one core.
struct ProofBench {
  /// How many records are proven.
  private static let count = 1_000

  let bench: Bench
  let sites: Sites

  func run() throws -> [Figure] {
    let fill = try sites.fill(bench.events)
    let directory = sites.directory(bench.events)
    var figures: [Figure] = []
    if bench.wants(.verify) {
      let count = Double(fill.count + 1)
      var rates: [(value: Double, limit: Double)] = []
      for round in 0..<bench.rounds {
        bench.progress.begin("verify, round \(round + 1) of \(bench.rounds)")
        let bare = try hash(directory)
        let time = try seconds {
          let found = try StoreURL.sqlite(directory: directory).verify(limit: 1) { _ in true }
          guard found.problems.isEmpty else { throw BenchFailure("the log is not sound") }
        }
        rates.append((count / time, count / bare))
      }
      figures.append(Figure(.verify, pairs: rates))
    }
    if bench.wants(.prove) {
      bench.progress.begin("proofs of records")
      figures.append(Figure(.prove, Numbers.percentile(99, of: try proofs(directory))))
    }
    return figures
  }

  /// How long SHA-256 over all lines takes, once they are in memory.
  private func hash(_ directory: String) throws -> Double {
    let site = try Site.open(directory)
    var time = 0.0
    // What is hashed is used, so that nothing can be left out.
    var kept: UInt8 = 0
    try site.forEachPage { _, lines in
      time += seconds { for line in lines { kept ^= Hash.leaf(line).bytes[0] } }
    }
    try site.close()
    return kept == 0 ? max(time, .leastNonzeroMagnitude) : time
  }

  /// How long each proof took, in milliseconds.
  private func proofs(_ directory: String) throws -> [Double] {
    let site = try Site.open(directory)
    defer { try? site.close() }
    let events = site.store
    let size = UInt64(try events.head().position.rawValue)
    let key = try SigningKey(name: events.origin)
    let checkpoint = try Checkpoint(
      origin: events.origin, size: size, root: events.root(atSize: size)
    ).signed(by: key)
    var generator = SeededGenerator(seed: bench.seed)
    return try (0..<ProofBench.count).map { _ in
      let position = Position(Int64.random(in: 1...Int64(size), using: &generator))
      return try 1_000
        * seconds {
          let record = try RecordProof.record(.at(position), in: events)
          _ = try RecordProof(of: record, in: checkpoint, of: events, key: key.verifier)
        }
    }
  }
}
