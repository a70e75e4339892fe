internal import ArgumentParser
internal import InteractionModel
internal import ProjectionEngine

/// `throughline case show`: the state of a case, now or at any point.
struct CaseShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the state of a case, now or at any point in history.")

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The case.")
  var id: String

  func run() async throws {
    let access = try CaseAccess(store.open())
    let point = try history.point
    let (fields, position) = try access.fields(of: id, point)
    if output.json {
      return Terminal.show([
        "case": .string(id),
        "asOf": .object([
          "position": .int(position.rawValue), "axis": .string(point?.axis ?? "position"),
        ]),
        "state": .object(fields),
      ])
    }
    let asked = history.asOf.map { ", as of \($0)" } ?? ""
    print("case \(Terminal.styled(id, .bold)) at position \(position)\(asked)\n")
    FieldList(fields).show()
    if point == nil, let lag = try access.lag() { Terminal.note(lag) }
  }
}

/// Named values in aligned lines; lists of objects one a line.
struct FieldList {
  private let fields: JSONObject

  init(_ fields: JSONObject) {
    self.fields = fields
  }

  func show() {
    let width = fields.members.map(\.key.count).max() ?? 0
    for member in fields.members {
      let name = member.key + String(repeating: " ", count: width - member.key.count)
      for (index, line) in lines(member.value).enumerated() {
        let label = index == 0 ? Terminal.styled(name, .cyan) : String(repeating: " ", count: width)
        print("  \(label)  \(line)")
      }
    }
  }

  /// Lists that do not fit a line have one element a line.
  private func lines(_ value: JSONValue) -> [String] {
    let whole = Terminal.plain(value)
    guard case .array(let elements) = value, !elements.isEmpty else { return [whole] }
    let isLong = whole.count > 72 || elements.contains { $0.object != nil }
    return isLong ? elements.map { Terminal.plain($0) } : [whole]
  }
}
