/// Growth as text: a table with a bar beside each rate.
struct GrowthText {
  private static let width = 24

  let points: [GrowthPoint]

  var lines: [String] {
    var rows = [["WHAT", "EVENTS", "RATE", "", "MEMORY", "WRITTEN", "P99"]]
    for what in Growth.work {
      let own = points.filter { $0.what == what }
      let most = own.map(\.rate).max() ?? 0
      for point in own {
        rows.append([
          what.rawValue, Magnitude.short(Double(point.events)),
          "\(Magnitude.grouped(point.rate))/s",
          GrowthText.bar(point.rate, of: most), "\(Magnitude.grouped(point.memoryMB)) MB",
          "\(Magnitude.grouped(point.written)) bytes each",
          point.p99.map { "\(Numbers.short($0)) ms" } ?? "",
        ])
      }
    }
    return FigureTable.align(rows)
  }

  /// A bar as long as a value's share of the most.
  static func bar(_ value: Double, of most: Double) -> String {
    guard most > 0, value > 0 else { return "" }
    let length = Int((value / most * Double(width)).rounded())
    return String(repeating: "█", count: max(1, min(width, length)))
  }
}
