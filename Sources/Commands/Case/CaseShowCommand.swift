internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import Projections
internal import Queries

/// `throughline case show`: the state of a case, now or at any point.
struct CaseShowCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show who is in a case, what they want and were promised, and where it stands.",
    discussion: """
      Now, or with --as-of at any point in history; what was promised is held against the clock. \
      What people said opens only with --purpose. With --json it is the state of the case, and with \
      --purpose the rest of the card as well.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Flag(help: "Show every field of the case, too.")
  var all = false

  @Argument(help: "The case.")
  var id: String

  /// What is looked for first; the rest follows by name.
  private static let first: [CaseField] = [
    .status, .mergedInto, .department, .owner, .queue, .service, .priority, .opened, .due,
    .slaState, .closed, .onTime, .channels, .firstContact, .firstResponse, .lastTouch,
  ]

  func run() async throws {
    let asking = try store.reader(reader)
    let id = try asking.id(of: .case, self.id)
    let cases = try Cases(asking)
    if output.json, reader.purpose == nil {
      return Terminal.show(try cases.state(of: id, at: history.point).json)
    }
    let found = try await cases.card(of: id, at: history.point)
    if output.json { return Terminal.show(found.json) }
    let state = found.state
    let place = all ? " at position \(state.point.position)" : ""
    Terminal.heading("case", id, "\(place)\(history.heading)")
    CaseCardView(found).card.show()
    if all {
      print("")
      FieldList(state.fields, first: CaseShowCommand.first).show()
    }
    if let lag = state.lag { Terminal.note(lag.line) }
  }
}

/// Named values in aligned lines; lists of objects one a line.
struct FieldList {
  private let members: [JSONObject.Member]

  /// - Parameters:
  ///   - fields: the values.
  ///   - first: the names that come first, in this order.
  init<Field>(_ fields: Document<Field>, first: [Field]) {
    let place = Dictionary(uniqueKeysWithValues: zip(first.map(\.rawValue), 0...))
    members = fields.object.members.enumerated().sorted { left, right in
      let (one, other) = (place[left.element.key], place[right.element.key])
      return (one ?? first.count, left.offset) < (other ?? first.count, right.offset)
    }.map(\.element)
  }

  func show() {
    let column = members.map(\.key.count).max() ?? 0
    let room = max(30, (Terminal.width ?? 80) - column - 4)
    for member in members {
      // A value that goes on is set in, lest it be taken for another one.
      let pieces = lines(member.value).flatMap { line in
        Card.wrapped(line, room - 2).enumerated().map { $0 == 0 ? $1 : "  \($1)" }
      }
      for (index, line) in pieces.enumerated() {
        let label = (index == 0 ? member.key : "").padding(column)
        print("  \(Terminal.styled(label, .cyan))  \(line)")
      }
    }
  }

  /// Lists that do not fit a line have one element a line.
  private func lines(_ value: JSONValue) -> [String] {
    let whole = Terminal.plain(value)
    guard case .array(let elements) = value, !elements.isEmpty else { return [whole] }
    let isLong = whole.count > 72 || elements.contains { $0.object != nil }
    return isLong ? elements.map { leg($0) ?? Terminal.plain($0) } : [whole]
  }

  /// A transfer as people say it: where from, where to, why, and what became of it.
  private func leg(_ value: JSONValue) -> String? {
    guard let object = Document<TransferField>(value), let kind = object[.kind]?.string,
      object[.from] != nil || object[.to] != nil
    else { return nil }
    let position = object[.position]?.int.map { "@\($0) " } ?? ""
    func why(_ field: TransferField) -> String {
      Phrase.code(object[field]).map { " (\($0))" } ?? ""
    }
    let outcome = Phrase.code(object[.outcome]).map { ", \($0)\(why(.outcomeReason))" } ?? ""
    let (from, to) = (Phrase.place(object.part(.from)), Phrase.place(object.part(.to)))
    return "\(position)\(Phrase.code(kind)): \(from) → \(to)\(why(.reason))\(outcome)"
  }
}
