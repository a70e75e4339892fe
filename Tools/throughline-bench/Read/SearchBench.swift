internal import InteractionModel
internal import ProjectionEngine
internal import Search

/// Searches for the best 20 against FTS5's own ranking over one table of the same texts with the
/// same options, query by query.
struct SearchBench {
  let bench: Bench
  let sites: Sites
  /// How many events the store has.
  let events: Int

  func run() throws -> [Figure] {
    _ = try sites.rebuild(events)
    let site = try Site.open(sites.directory(events))
    let index = try Rebuilding.index(of: site)
    try IndexOptions.check(site.directory)
    let bare = try bareTable(index)
    defer { bench.remove("FTS5.db") }
    bench.progress.begin("search")
    let queries = try SearchQueries(index: index, seed: bench.seed)
    var figures: [Figure] = []
    for (kind, p50, p99) in SearchBench.figures where bench.wants(p50, p99) {
      var ours: [Double] = []
      var limit: [Double] = []
      for query in queries.of(kind) {
        let answer = try query.time(in: index)
        ours.append(answer.milliseconds)
        limit.append(try time(of: answer.expression, in: bare))
      }
      for (figure, percent) in [(p50, 50), (p99, 99)] where bench.wants(figure) {
        figures.append(
          Figure(
            figure,
            pairs: [
              (Numbers.percentile(percent, of: ours), Numbers.percentile(percent, of: limit))
            ]))
      }
    }
    try site.close()
    return figures
  }

  private static let figures: [(SearchQueries.Kind, FigureKind, FigureKind)] = [
    (.phrase, .phraseP50, .phraseP99), (.twoTerms, .termsP50, .termsP99),
    (.prefix, .prefixP50, .prefixP99),
  ]

  private func bareTable(_ index: any SearchIndex) throws -> RawStatement {
    bench.progress.begin("filling a bare full-text table")
    bench.remove("FTS5.db")
    let database = try RawSQLite(bench.path("FTS5.db"), durability: .normal)
    try database.execute(PlainWords.schema)
    let insert = try database.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)")
    var count = 0
    try database.execute("BEGIN IMMEDIATE")
    try index.forEachText { document, text in
      insert.bind(document.position.rawValue, at: 1)
      insert.bind(text, at: 2)
      try insert.run()
      count += 1
      if count % 10_000 == 0 { try database.execute("COMMIT; BEGIN IMMEDIATE") }
    }
    try database.execute("COMMIT")
    try database.execute(PlainWords.optimize)
    try database.checkpoint()
    return try database.prepare(PlainWords.search)
  }

  private func time(of expression: String, in table: RawStatement) throws -> Double {
    let time = try seconds {
      table.bind(expression, at: 1)
      table.bind(20, at: 2)
      while try table.step() {}
    }
    return time * 1_000
  }
}
