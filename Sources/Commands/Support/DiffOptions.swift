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
    let from = difference.from.words(zone, history.asOf, known: history.known)
    DifferenceView(difference, heading: "\(from) → \(difference.to.words(zone, and))").show()
  }
}

extension AnswerPoint {
  /// The point in words, with the instant that was meant: `recorded by 2026-03-01 23:59:59Z (@81)`.
  /// - Parameters:
  ///   - zone: of what was written without one.
  ///   - written: the point as it was written; nil for now.
  ///   - limit: what was written of what was known then; nil for nothing.
  /// - Returns: the words.
  fileprivate func words(_ zone: LocalZone, _ written: String?, known limit: String? = nil)
    -> String
  {
    guard let instant else { return "@\(position)" }
    // Whoever wrote an offset is answered in it.
    func time(_ instant: Instant, _ written: String?) -> String {
      let said = written.map { $0.replacing(/^(occurred|recorded):/, with: "") }
      let isExact = said.flatMap { Timestamp($0)?.instant } == instant
      return Phrase.time(isExact ? said ?? "" : zone.text(of: instant))
    }
    let asKnown =
      switch known {
      case .recorded(let known)?: ", as known at \(time(known, limit))"
      case .position(let known)?: ", as known at @\(known)"
      case nil: ""
      }
    let by = "\(axis == "occurred" ? "happened" : axis) by"
    // What had happened by a time is no place in the log.
    let place = axis == "occurred" ? "" : " (@\(position))"
    return "\(by) \(time(instant, written))\(asKnown)\(place)"
  }
}
