internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Queries

/// What differs between two points: each field with what it was and is, the records that made it so,
/// and what people said with them.
struct DifferenceView {
  /// How many of the records that changed a field are named; those with words that stand nowhere else
  /// always are.
  private static let named = 3
  /// What every record changes, so that nothing is said of it in particular.
  private static let general: Set = ["counts", "last", "lastTouch"]
  /// Lists of what was written, each with the record that is its own cause.
  private static let written: Set = ["messages", "notes"]

  private let difference: StateDifference
  private let points: String
  private let width: Int

  /// A view.
  /// - Parameters:
  ///   - difference: between the two points.
  ///   - points: the two in words.
  ///   - width: how wide a line may be.
  init(_ difference: StateDifference, heading points: String, width: Int = max(30, Terminal.page)) {
    self.difference = difference
    self.points = points
    self.width = width
  }

  func show() {
    for line in Card.wrapped(heading, width) { print(Terminal.styled(line, .bold)) }
    print("")
    for line in lines { print(line) }
    if difference.said.contains(where: { $0.text?.state == "notPermitted" }) {
      Terminal.noteSealed()
    } else if let line = difference.words?.withheldLine {
      Terminal.note(line)
    }
  }

  private var heading: String {
    let count = difference.events == 1 ? "1 event" : "\(difference.events) events"
    let entity = difference.entity
    return "\(entity.kind.rawValue) \(Terminal.safe(entity.id)): \(points), \(count) between"
  }

  private var lines: [String] {
    var lines: [String] = []
    var unsaid = Dictionary(difference.said.map { ($0.record.position, $0) }) { one, _ in one }
    for field in difference.fields where field.change.field != "counts" {
      let changed = ChangeLines.lines(field.change, width: width, difference.words)
      guard !changed.isEmpty else { continue }
      lines += changed
      if Self.written.contains(field.change.field) { continue }
      let isGeneral = Self.general.contains(field.change.field)
      let records = field.causes.records
      let last = Set(records.suffix(Self.named).map(\.position))
      let named = records.filter { record in
        last.contains(record.position) || (!isGeneral && unsaid[record.position] != nil)
      }
      for record in named {
        lines += cause(
          record, "because ", isGeneral ? nil : unsaid.removeValue(forKey: record.position))
      }
      let others = records.count - named.count
      if others > 0 { lines.append(dim("    and \(others) before")) }
    }
    if lines.isEmpty { lines.append("nothing differs") }
    let rest = difference.said.filter { unsaid[$0.record.position] != nil }
    if !rest.isEmpty { lines.append("said besides") }
    for entry in rest { lines += cause(entry.record, "", entry) }
    return lines
  }

  /// A record, and what was said with it, as far as that stands nowhere above.
  private func cause(_ record: Record, _ start: String, _ entry: TimelineEntry?) -> [String] {
    let type = EventWords.type(record.type.rawValue)
    let who = record.actor.map { ", \(Terminal.name($0))" } ?? ""
    let line = "\(start)@\(record.position) \(type), \(Terminal.time(record))\(who)"
    let words = (entry.map(TimelineView.words) ?? []).flatMap { Card.wrapped($0, width - 8) }
    return Card.wrapped(line, width - 6).enumerated().map { index, piece in
      dim((index == 0 ? "    " : "      ") + piece)
    } + words.map { "        \($0)" }
  }

  private func dim(_ line: String) -> String { Terminal.styled(line, .dim) }
}
