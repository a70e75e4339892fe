/// What somebody must take in at a glance: labels in a column, words wrapped beside them.
struct Card {
  private struct Line {
    let label: String
    let text: String
    let style: Terminal.Style?
  }

  private var lines: [Line] = []
  /// The widest label.
  private static let labelWidth = 11

  /// Adds a line; one without a label belongs to the label before it.
  ///
  /// Empty text adds nothing.
  mutating func add(_ label: String, _ text: String?, style: Terminal.Style? = nil) {
    guard let text, !text.isEmpty else { return }
    lines.append(Line(label: label, text: text, style: style))
  }

  /// Adds lines under one label.
  mutating func add(_ label: String, _ texts: [String], style: Terminal.Style? = nil) {
    for (index, text) in texts.enumerated() { add(index == 0 ? label : "", text, style: style) }
  }

  /// Adds an empty line between groups, unless nothing stands before it.
  mutating func gap() {
    guard let last = lines.last, !last.label.isEmpty || !last.text.isEmpty else { return }
    lines.append(Line(label: "", text: "", style: nil))
  }

  /// The lines as they are printed.
  func text(width: Int) -> [String] {
    lines.flatMap { line -> [String] in
      let room = max(30, width - Card.labelWidth - 2)
      return Card.wrapped(line.text, room).enumerated().map { index, piece in
        guard !piece.isEmpty else { return "" }
        let label = index == 0 ? line.label : ""
        let padding = String(repeating: " ", count: max(0, Card.labelWidth - label.columns) + 2)
        let shown = line.style.map { Terminal.styled(piece, $0) } ?? piece
        return (label.isEmpty ? "" : Terminal.styled(label, .cyan)) + padding + shown
      }
    }
  }

  func show() {
    for line in text(width: Terminal.page) { print(line) }
  }

  /// The lines of a text in pieces that fit, broken at spaces where there are some.
  static func wrapped(_ text: String, _ width: Int) -> [String] {
    if text.contains("\n") {
      return text.split(separator: "\n", omittingEmptySubsequences: false)
        .flatMap { wrapped(String($0), width) }
    }
    guard text.columns > width else { return [text] }
    var pieces: [String] = []
    var piece = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !piece.isEmpty, piece.columns + 1 + word.columns > width {
        // What sets words apart is not there at the end of a line.
        while piece.hasSuffix(" ") { piece.removeLast() }
        pieces.append(piece)
        piece = ""
      }
      piece += piece.isEmpty ? String(word) : " \(word)"
      while piece.columns > width {
        let start = piece.prefix(columns: width)
        guard start.endIndex < piece.endIndex else { break }
        pieces.append(String(start))
        piece = String(piece[start.endIndex...])
      }
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
  }
}
