/// Figures as people read them.
struct FigureTable {
  let figures: [Figure]

  /// The lines of the table, its head first.
  var lines: [String] {
    let rows = figures.map { figure in
      [
        figure.kind.title, "\(Numbers.short(figure.value)) \(figure.kind.unit)",
        figure.limit.map { "\(figure.kind.limitName) \(Numbers.short($0))" } ?? "–",
        figure.ratio.map(Numbers.short) ?? "–", figure.kind.goal.text,
        figure.isMet ? "met" : "NOT MET",
      ]
    }
    return FigureTable.align([["WHAT", "VALUE", "LIMIT", "RATIO", "TARGET", ""]] + rows)
  }

  /// Pads every cell to the width of its column.
  static func align(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
