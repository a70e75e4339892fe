/// Everything that is measured on a store that is there: scans, proofs, rebuilds, questions, searches.
struct ReadBench {
  let bench: Bench
  let sites: Sites
  /// Ten times the events, for what must not grow; nil when that is not measured.
  let scaled: Int?

  /// Measures group by group; `onGroup` takes the figures of each as soon as they are known.
  func run(_ onGroup: ([Figure]) throws -> Void) throws {
    let events = bench.events
    if bench.wants(.scanDecoded, .scanOpened) {
      try onGroup(try ScanBench(bench: bench, sites: sites).run())
    }
    if bench.wants(.verify, .prove) {
      try onGroup(try ProofBench(bench: bench, sites: sites).run())
    }
    if bench.wants(.rebuild) { try onGroup(try RebuildBench(bench: bench, sites: sites).run()) }
    if bench.wants(.rebuildMemory) {
      try onGroup([Figure(.rebuildMemory, try sites.rebuild(events).peakMB)])
    }
    if bench.wants(.replayMemory) {
      try onGroup([Figure(.replayMemory, try sites.onRebuilt(.replay, events).peakMB)])
    }
    if let scaled { try atScale(scaled, onGroup) }
    try onGroup(try questions(scaled ?? events))
    if bench.wants(.phraseP50, .phraseP99, .termsP50, .termsP99, .prefixP50, .prefixP99) {
      // Some 37 of 100 events have words: a full run searches a million of them.
      let searched = scaled == nil ? events : events * 27 / 10
      try onGroup(try SearchBench(bench: bench, sites: sites, events: searched).run())
    }
    try onGroup(try AnswerBench(bench: bench).run())
  }

  /// What ten times the events change.
  private func atScale(_ scaled: Int, _ onGroup: ([Figure]) throws -> Void) throws {
    func compare(
      _ kind: FigureKind, _ measure: (Int) throws -> Measured, _ figure: (Measured) -> Double
    ) throws {
      guard bench.wants(kind) else { return }
      let base = figure(try measure(bench.events))
      try onGroup([Figure(kind, pairs: [(figure(try measure(scaled)), base)])])
    }
    // Over the last tenth of each: a mean over all would say little of the rate at that size.
    try compare(.appendAtScale, sites.fill) { $0.lastTenthRate ?? $0.rate }
    try compare(.rebuildGrowth, sites.rebuild, \.peakMB)
    try compare(.replayGrowth, { try sites.onRebuilt(.replay, $0) }, \.peakMB)
  }

  private func questions(_ events: Int) throws -> [Figure] {
    let kinds = bench.kinds.intersection([.asOf, .live])
    guard !kinds.isEmpty else { return [] }
    _ = try sites.rebuild(events)
    bench.progress.begin("questions about cases")
    let site = try Site.open(sites.directory(events))
    let times = try Questions(site: site, seed: bench.seed).times(of: kinds)
    try site.close()
    return [FigureKind.asOf, .live].compactMap { kind in
      times[kind].map { Figure(kind, Numbers.percentile(99, of: $0)) }
    }
  }
}
