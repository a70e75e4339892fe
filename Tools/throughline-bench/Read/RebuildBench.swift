/// Rebuilds all three projections and the full-text index, unsealing included, against L4.
///
/// Ours runs in a process of its own, as `throughline rebuild` does, on both cores; the limit takes
/// turns with it. What the limit is filled from is opened before the clock starts.
struct RebuildBench {
  let bench: Bench
  let sites: Sites

  func run() throws -> [Figure] {
    let events = bench.events
    _ = try sites.fill(events)
    bench.progress.begin("opening \(events) events for plain SQL")
    let opened = bench.path("opened.db")
    let site = try Site.open(sites.directory(events))
    try OpenedText.write(site, to: opened)
    try site.close()
    defer { bench.remove("opened.db") }
    var pairs: [(value: Double, limit: Double)] = []
    for _ in 0..<bench.rounds {
      let ours = try sites.rebuildAgain(events)
      pairs.append((ours.seconds, try limit(opened, texts: ours.texts ?? 0)))
    }
    try IndexOptions.check(sites.directory(events))
    return [Figure(.rebuild, pairs: pairs)]
  }

  private func limit(_ opened: String, texts: Int) throws -> Double {
    bench.remove("L4.db")
    defer { bench.remove("L4.db") }
    let plain = try PlainProjections(path: bench.path("L4.db"), opened: opened)
    bench.progress.begin("filling the same tables by plain SQL")
    let time = try plain.fill { bench.progress.update($0) }
    // To a hundredth: plain SQL knows nothing of edits and doubled deliveries.
    let found = try plain.count("words")
    if abs(found - Int64(texts)) > Int64(texts / 100) {
      bench.progress.note("plain SQL has indexed \(found) texts, the store \(texts)")
    }
    return time
  }
}
