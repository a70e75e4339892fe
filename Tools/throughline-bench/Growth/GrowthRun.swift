internal import Foundation

/// A run that shows growth: as text, as a picture and as figures.
struct GrowthRun {
  let bench: Bench
  let sites: Sites
  let largest: Int
  /// The name of the files that are kept.
  let name: String
  /// Where the databases are.
  let folder: String
  /// A further file for the points, as a list.
  let json: String?

  func run() throws {
    let machine = Machine(folder: folder)
    var points: [GrowthPoint] = []
    try GrowthBench(bench: bench, sites: sites, largest: largest).run { point in
      points.append(point)
      // After each point: what a long run has found is not lost when it is stopped.
      let growth = Growth(machine: machine, seed: bench.seed, points: points)
      try ResultFile.write(growth, to: "\(ResultFile.folder)/\(name).json")
      if let json { try ResultFile.write(points, to: json) }
    }
    let picture = GrowthSVG(
      points: points,
      caption: "\(machine.processor), \(machine.cores) cores, \(machine.disk), "
        + "SQLite \(machine.sqlite), seed \(bench.seed)")
    try ResultFile.write(Data(picture.text.utf8), to: "\(ResultFile.folder)/\(name).svg")
    bench.progress.finish()
    print(
      """
      throughline simulate, seed \(bench.seed); each in a process of its own, that of append makes \
      its events too

      """)
    for line in GrowthText(points: points).lines { print(line) }
    print("\nDrawn in \(ResultFile.folder)/\(name).svg")
  }
}
