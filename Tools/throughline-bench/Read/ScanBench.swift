internal import EventLog
internal import InteractionModel
@_spi(Opening) internal import Vault

/// Reads the whole log: decoded with its sealed parts closed, and opened and decoded.
///
/// The limit L3 reads the same lines from a table of its own through the C API and touches every
/// byte.
struct ScanBench {
  let bench: Bench
  let sites: Sites

  func run() throws -> [Figure] {
    let fill = try sites.fill(bench.events)
    let site = try Site.open(sites.directory(bench.events))
    let limit = try copy(site)
    defer { bench.remove("scan.db") }
    let count = Double(fill.count + 1)
    var decoded: [(value: Double, limit: Double)] = []
    var opened: [(value: Double, limit: Double)] = []
    // What is read is used, so that nothing can be left out.
    var kept: UInt64 = 0
    for round in 0..<bench.rounds {
      bench.progress.begin("scan, round \(round + 1) of \(bench.rounds)")
      let bare = try seconds { kept &+= try limit.scan() }
      if bench.wants(.scanDecoded) {
        let time = try seconds {
          try site.store.forEachDecoded { record in
            kept &+= UInt64(record.version) &+ UInt64(record.body.count)
            return true
          }
        }
        decoded.append((count / time, count / bare))
      }
      if bench.wants(.scanOpened) {
        // Opened anew, because a vault remembers keys.
        let site = try Site.open(sites.directory(bench.events))
        defer { try? site.close() }
        let time = try seconds {
          try site.log.forEachOpened { record, parts in
            kept &+= UInt64(record.version) &+ UInt64(parts.count)
            return true
          }
        }
        opened.append((count / time, count / bare))
      }
    }
    guard kept > 0 else { throw BenchFailure("nothing was read") }
    try site.close()
    var figures: [Figure] = []
    if bench.wants(.scanDecoded) { figures.append(Figure(.scanDecoded, pairs: decoded)) }
    if bench.wants(.scanOpened) { figures.append(Figure(.scanOpened, pairs: opened)) }
    return figures
  }

  /// The same lines in the table that the limit reads.
  private func copy(_ site: Site) throws -> LimitTable {
    bench.remove("scan.db")
    let table = try LimitTable(.integerKey, at: bench.path("scan.db"))
    try site.forEachPage { _, lines in
      let rows = lines.map { LimitRow(id: "", stream: "", version: 0, line: $0) }
      try table.append(rows, batch: rows.count)
    }
    try table.checkpoint()
    return table
  }
}
