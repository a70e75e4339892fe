/// A run that measures figures: the table, the list, and what is kept.
struct FigureRun {
  let bench: Bench
  let sites: Sites
  /// Ten times the events; nil when that is not measured.
  let scaled: Int?
  /// The file for the list of figures.
  let json: String?
  /// The name that the result is kept under; nil when it is not.
  let name: String?
  /// Where the databases are.
  let folder: String

  /// Measures everything that is asked for.
  /// - Returns: whether every figure reaches its target.
  func run() async throws -> Bool {
    let machine = Machine(folder: folder)
    let append = try await AppendBench(bench: bench).run()
    bench.remove("append")
    var figures = append.figures
    func write() throws {
      // After each group: what a long run has found is not lost when it is stopped.
      if let json { try ResultFile.write(figures, to: json) }
      guard let name else { return }
      let kept = KeptResult(
        machine: machine, seed: bench.seed, rounds: bench.rounds,
        workloads: shapes(append.shape), figures: figures)
      try ResultFile.write(kept, to: "\(ResultFile.folder)/\(name).json")
    }
    if bench.wants(.importCloudEvents) { figures.append(try await ImportBench(bench: bench).run()) }
    if bench.wants(.lag) { figures.append(try await LagBench(bench: bench).run()) }
    try write()
    try ReadBench(bench: bench, sites: sites, scaled: scaled).run { more in
      figures += more
      try write()
    }
    bench.progress.finish()
    print("throughline simulate, seed \(bench.seed), medians of \(bench.rounds)")
    for shape in shapes(append.shape) { print(shape.text) }
    print()
    for line in FigureTable(figures: figures).lines { print(line) }
    return figures.allSatisfy(\.isMet)
  }

  /// What the events were like, those of the stores first, which know their texts.
  private func shapes(_ append: WorkloadShape?) -> [WorkloadShape] {
    let stores = sites.filled.compactMap { sites.shape($0) }
    return stores.isEmpty ? [append].compactMap { $0 } : stores
  }
}
