internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Queries

/// The two points of a difference: `--as-of` and `--and`.
struct DiffOptions: ParsableArguments {
  @OptionGroup var history: AsOfOptions

  @Option(
    help: ArgumentHelp(
      "The other point, written as for --as-of (default: now).", valueName: "point"))
  var and: String?

  func validate() throws {
    guard try history.point != nil else {
      throw ValidationError("say from which point on: --as-of POINT, and to which with --and POINT")
    }
    _ = try other
  }

  /// The other point; nil for now.
  var other: AsOf? {
    get throws { try asked { try and.map { try AsOf($0, at: history.times.view) } } }
  }
}

extension DiffOptions {
  /// Prints what differs.
  /// - Parameters:
  ///   - difference: between the two points.
  ///   - asJSON: whether to print JSON.
  /// - Throws: an error of usage when there is no such zone.
  func show(_ difference: StateDifference, asJSON: Bool) throws {
    if asJSON { return Terminal.show(difference.json) }
    let zone = try asked { try history.times.local }
    let width = max(30, Terminal.page)
    let count = difference.events == 1 ? "1 event" : "\(difference.events) events"
    let heading =
      "\(difference.entity.kind.rawValue) \(Terminal.safe(difference.entity.id)): "
      + "\(difference.from.words(zone)) → \(difference.to.words(zone)), \(count) between"
    for line in Card.wrapped(heading, width) { print(Terminal.styled(line, .bold)) }
    print("")
    for field in difference.fields where field.change.field != "counts" {
      for line in ChangeLines.lines(field.change, width: width, difference.words) { print(line) }
      for record in field.causes.records.suffix(3) {
        let words = EventWords.type(record.type.rawValue)
        let line =
          "because @\(record.position) \(words), \(Terminal.time(record)), "
          + Terminal.name(record.actor)
        for (index, piece) in Card.wrapped(line, width - 6).enumerated() {
          print(Terminal.styled((index == 0 ? "    " : "      ") + piece, .dim))
        }
      }
    }
    if difference.fields.isEmpty { print("nothing differs") }
    if let line = difference.words?.withheldLine { Terminal.note(line) }
  }
}

extension AnswerPoint {
  /// The point in words, with the instant that was meant: `recorded by 2026-03-01 23:59:59Z (@81)`.
  fileprivate func words(_ zone: LocalZone) -> String {
    guard let instant else { return "@\(position)" }
    func time(_ instant: Instant) -> String { Phrase.time(zone.text(of: instant)) }
    let limit =
      switch known {
      case .recorded(let known)?: ", as known at \(time(known))"
      case .position(let known)?: ", as known at @\(known)"
      case nil: ""
      }
    return "\(axis == "occurred" ? "happened" : axis) by \(time(instant))\(limit) (@\(position))"
  }
}
