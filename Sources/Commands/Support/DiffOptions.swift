internal import ArgumentParser
internal import InteractionModel
internal import ProjectionEngine
internal import Queries

/// The two points of a difference: `--as-of` and `--and`.
struct DiffOptions: ParsableArguments {
  @OptionGroup var history: AsOfOptions

  @Option(
    help: ArgumentHelp(
      "The other point, as --as-of says one; now when left out.", valueName: "point"))
  var and: String?

  func validate() throws {
    guard try history.point != nil else {
      throw ValidationError("say from which point on: --as-of POINT, and to which with --and POINT")
    }
    _ = try other
  }

  /// The other point; nil for now.
  var other: AsOf? {
    get throws { try asked { try and.map { try AsOf($0, zone: history.times.local) } } }
  }
}

extension StateDifference {
  /// Prints it.
  /// - Parameter asJSON: whether to print JSON.
  func show(asJSON: Bool) {
    if asJSON { return Terminal.show(json) }
    let name = Terminal.styled(Terminal.safe(entity.id), .bold)
    let count = events == 1 ? "1 event" : "\(events) events"
    print(
      "\(entity.kind.rawValue) \(name), @\(from.position) → @\(to.position): \(count) between\n")
    let width = Terminal.width ?? 80
    for field in fields where field.change.field != "counts" {
      for line in ChangeLines.lines(field.change, width: width) { print(line) }
      for record in field.causes.records.suffix(3) {
        let words = EventWords.type(record.type.rawValue)
        let line =
          "@\(record.position) \(words), \(Terminal.time(record)), \(Terminal.name(record.actor))"
        print(Terminal.styled("    because \(line)", .dim))
      }
    }
    if fields.isEmpty { print("nothing differs") }
  }
}
