/// Measures append, rebuild, as-of and search at three sizes of the log, each ten times the one
/// before, every one in a process of its own.
struct GrowthBench {
  let bench: Bench
  let sites: Sites
  let largest: Int

  /// The sizes up to the largest.
  static func sizes(upTo largest: Int) -> [Int] {
    [largest / 100, largest / 10, largest].filter { $0 >= 1_000 }
  }

  /// Measures all sizes, the smallest first; `onPoint` takes each point as soon as it is known.
  func run(_ onPoint: (GrowthPoint) throws -> Void) throws {
    for size in GrowthBench.sizes(upTo: largest) {
      try onPoint(GrowthPoint(try sites.fill(size)))
      try onPoint(GrowthPoint(try sites.rebuild(size)))
      try onPoint(GrowthPoint(try sites.onRebuilt(.asOf, size)))
      try onPoint(GrowthPoint(try sites.onRebuilt(.search, size)))
    }
  }
}
