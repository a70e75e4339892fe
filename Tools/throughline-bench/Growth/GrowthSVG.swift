/// Growth as a picture: a row for each kind of work, a column for each figure.
///
/// The number of events runs to the right by powers of ten; each panel has an axis of its own from
/// zero. Colours follow the reader's choice of light or dark.
struct GrowthSVG {
  private static let panel = (width: 264, height: 132)
  private static let gap = (width: 72, height: 76)
  private static let margin = (left: 152, top: 92, right: 32, bottom: 24)

  let points: [GrowthPoint]
  /// A line under the picture: what it was measured on.
  let caption: String

  private var sizes: [Int] { Set(points.map(\.events)).sorted() }

  var text: String {
    let columns = GrowthFigure.allCases.count
    let rows = Growth.work.count
    let width =
      Self.margin.left + columns * Self.panel.width + (columns - 1) * Self.gap.width
      + Self.margin.right
    let height = Self.margin.top + rows * (Self.panel.height + Self.gap.height) + Self.margin.bottom
    var lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
      width="\(width)" height="\(height)" role="img" aria-labelledby="title">
      <title id="title">Growth of append, rebuild, as-of and search with the log</title>
      \(Self.style)
      <rect class="back" width="\(width)" height="\(height)"/>
      <text class="head" x="24" y="36">Growth with the number of events</text>
      <text class="note" x="24" y="56">\(Self.escaped(caption)); each in a process of its own, \
      that of append makes its events too</text>
      """
    ]
    for (row, what) in Growth.work.enumerated() {
      let top = Self.margin.top + row * (Self.panel.height + Self.gap.height)
      lines.append(
        "<text class=\"row\" x=\"24\" y=\"\(top + Self.panel.height / 2)\">\(what.rawValue)</text>")
      for (column, figure) in GrowthFigure.allCases.enumerated() {
        let left = Self.margin.left + column * (Self.panel.width + Self.gap.width)
        lines.append("<g transform=\"translate(\(left) \(top))\">")
        lines += panel(what, figure)
        lines.append("</g>")
      }
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  /// One panel: its axes, the line and its points with their values.
  private func panel(_ what: Work, _ figure: GrowthFigure) -> [String] {
    let (width, height) = Self.panel
    let own = points.filter { $0.what == what }.sorted { $0.events < $1.events }
    let top = Magnitude.ceiling((own.map(figure.value).max() ?? 0) * 1.15)
    var lines = [
      """
      <text class="title" x="0" y="-10">\(figure.title(of: what))</text>
      <path class="axis" d="M0 0V\(height)H\(width)"/>
      """
    ]
    for part in [0.0, 0.5, 1.0] {
      let y = Int(Double(height) * (1 - part))
      if part > 0 { lines.append("<path class=\"grid\" d=\"M0 \(y)H\(width)\"/>") }
      lines.append(
        "<text class=\"tick\" x=\"-8\" y=\"\(y + 4)\" text-anchor=\"end\">"
          + "\(Magnitude.short(top * part))</text>")
    }
    for size in sizes {
      let x = place(of: size)
      lines.append(
        "<path class=\"axis\" d=\"M\(x) \(height)v5\"/>"
          + "<text class=\"tick\" x=\"\(x)\" y=\"\(height + 19)\" text-anchor=\"middle\">"
          + "\(Magnitude.short(Double(size)))</text>")
    }
    lines.append(
      "<text class=\"tick\" x=\"\(width)\" y=\"\(height + 36)\" text-anchor=\"end\">events</text>")
    let places = own.map { point in
      (
        x: place(of: point.events),
        y: Int((Double(height) * (1 - figure.value(of: point) / top)).rounded())
      )
    }
    if places.count > 1 {
      let path = places.map { "\($0.x) \($0.y)" }.joined(separator: "L")
      lines.append("<path class=\"line\" d=\"M\(path)\"/>")
    }
    for (point, place) in zip(own, places) {
      let value = Magnitude.grouped(figure.value(of: point))
      lines.append(
        "<circle class=\"point\" cx=\"\(place.x)\" cy=\"\(place.y)\" r=\"4\"/>"
          + "<text class=\"value\" x=\"\(place.x)\" y=\"\(place.y - 10)\" text-anchor=\"middle\">"
          + "\(value)</text>")
    }
    return lines
  }

  /// How far to the right a number of events stands: equal steps for equal factors.
  private func place(of events: Int) -> Int {
    let index = sizes.firstIndex(of: events) ?? 0
    let inset = 28
    guard sizes.count > 1 else { return Self.panel.width / 2 }
    return inset + index * (Self.panel.width - 2 * inset) / (sizes.count - 1)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  private static let style = """
    <style>
      svg { color-scheme: light dark; --ink: #1c2024; --soft: #5b6570; --grid: #e2e6ea;
        --back: #ffffff; --line: #0b6bcb; }
      @media (prefers-color-scheme: dark) {
        svg { --ink: #eceff2; --soft: #a3adb8; --grid: #2c333a; --back: #14181c; --line: #6cb2f7; }
      }
      text { font: 12px system-ui, sans-serif; fill: var(--ink); }
      .back { fill: var(--back); }
      .head { font-size: 18px; font-weight: 600; }
      .row { font-size: 15px; font-weight: 600; }
      .title { font-weight: 600; }
      .note, .tick { fill: var(--soft); }
      .axis { stroke: var(--soft); fill: none; }
      .grid { stroke: var(--grid); fill: none; }
      .line { stroke: var(--line); stroke-width: 2; fill: none; }
      .point { fill: var(--line); }
      .value { paint-order: stroke; stroke: var(--back); stroke-width: 4px; }
    </style>
    """
}
