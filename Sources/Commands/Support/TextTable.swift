internal import Foundation

/// Rows in aligned columns.
///
/// On a terminal the last column is cut to what fits; in a pipe nothing is cut.
struct TextTable {
  private struct Cell {
    let text: String
    let style: Terminal.Style?
  }

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
    let all = [header] + rows
    let widths = header.indices.map { column in
      all.map { column < $0.count ? $0[column].text.count : 0 }.max() ?? 0
    }
    let before = widths.dropLast().reduce(0) { $0 + $1 + 2 }
    for row in all where StandardStream.output.isHeard {
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column + 1 == row.count
        let text = isLast ? fitted(cell.text, after: before) : cell.text
        line += cell.style.map { Terminal.styled(text, $0) } ?? text
        if !isLast, row[(column + 1)...].contains(where: { !$0.text.isEmpty }) {
          line += String(repeating: " ", count: widths[column] - cell.text.count + 2)
        }
      }
      print(line)
    }
  }

  private func fitted(_ text: String, after width: Int) -> String {
    guard let columns = Terminal.width else { return text }
    return Terminal.cut(text, max(20, columns - width))
  }
}
