internal import Foundation

/// Rows in aligned columns.
///
/// On a terminal that is too narrow for them, cells are broken into two lines between words; where
/// that is not enough, the columns for which no room is left go on a line of their own below. Nothing is
/// cut, and an id or a time stays whole. In a pipe a row is a line.
struct TextTable {
  private struct Cell {
    let text: String
    let style: Terminal.Style?
  }

  /// Into how many lines a cell is broken before its column goes below.
  private static let tallest = 2
  /// What stands between two columns.
  private static let gap = 2

  private let header: [Cell]
  private var rows: [[Cell]] = []

  init(_ header: String...) {
    self.header = header.map { Cell(text: $0, style: .bold) }
  }

  mutating func add(_ cells: String...) {
    rows.append(cells.map { Cell(text: $0, style: nil) })
  }

  /// Adds a row whose cell at an index is coloured.
  mutating func add(_ cells: String..., style: Terminal.Style, at index: Int) {
    rows.append(
      cells.enumerated().map { place, text in
        Cell(text: text, style: place == index ? style : nil)
      })
  }

  func show() {
    let groups = groups(within: Terminal.width)
    for row in [header] + rows where StandardStream.output.isHeard {
      for group in groups {
        for line in group.lines(of: row) { print(line) }
      }
    }
  }

  /// Columns that stand beside each other, and how wide each is.
  private struct Group {
    let columns: Range<Int>
    var widths: [Int]
    /// What stands before all of them.
    var indent: Int { columns.lowerBound == 0 ? 0 : 4 }
    var width: Int { indent + widths.reduce(0, +) + TextTable.gap * (widths.count - 1) }

    func lines(of row: [Cell]) -> [String] {
      let cells = row[columns.clamped(to: row.indices)]
      let pieces = zip(cells, widths).map { Card.wrapped($0.text, max($1, 1)) }
      return (0..<(pieces.map(\.count).max() ?? 0)).map { index in
        var line = ""
        var missing = indent
        for ((cell, pieces), width) in zip(zip(cells, pieces), widths) {
          let text = index < pieces.count ? pieces[index] : ""
          if !text.isEmpty {
            line += String(repeating: " ", count: missing)
            line += cell.style.map { Terminal.styled(text, $0) } ?? text
            missing = 0
          }
          missing += width - text.columns + TextTable.gap
        }
        return line
      }
    }
  }

  private func groups(within room: Int?) -> [Group] {
    let columns = header.indices.map { column in
      ([header] + rows).compactMap { column < $0.count ? $0[column].text : nil }
    }
    let whole = columns.map { $0.map(\.columns).max() ?? 0 }
    guard let room else { return [Group(columns: whole.indices, widths: whole)] }
    let words = columns.map { $0.flatMap { $0.split(separator: " ") }.map(\.columns).max() ?? 0 }
    var groups: [Group] = []
    for column in whole.indices {
      let start = groups.last?.columns.lowerBound ?? 0
      let least = Group(columns: start..<column + 1, widths: Array(words[start...column]))
      let longer = TextTable.spread(least, to: whole, within: room)
      let isTall = zip(columns[start...column], longer.widths).contains { cells, width in
        cells.contains { cell in
          let count = Card.wrapped(cell, max(width, 1)).count
          return count > TextTable.tallest && count > Card.wrapped(cell, room).count
        }
      }
      if groups.isEmpty || least.width > room || (isTall && column > start) {
        let alone = Group(columns: column..<column + 1, widths: [words[column]])
        groups.append(TextTable.spread(alone, to: whole, within: room))
      } else {
        groups[groups.count - 1] = longer
      }
    }
    return groups
  }

  /// The group with its columns as wide as their cells, as far as there is room: those grow first
  /// that lack least.
  private static func spread(_ group: Group, to whole: [Int], within room: Int) -> Group {
    var group = group
    let wanted = Array(whole[group.columns])
    while group.width < room,
      let next = group.widths.indices.filter({ group.widths[$0] < wanted[$0] })
        .min(by: { wanted[$0] - group.widths[$0] < wanted[$1] - group.widths[$1] })
    {
      group.widths[next] += 1
    }
    // A word that is longer than a line is broken.
    if group.widths.count == 1 { group.widths[0] = min(group.widths[0], room - group.indent) }
    return group
  }
}
