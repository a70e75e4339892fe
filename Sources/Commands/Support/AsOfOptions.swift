internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Queries

/// `--as-of` and the zone its dates are in.
struct AsOfOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A point in history: @N, recorded:T, occurred:T, or a time (recorded). Default: now.",
      valueName: "point"))
  var asOf: String?

  @Option(
    help: ArgumentHelp(
      """
      With --as-of occurred:T: as far as was known at recorded:T, a time or @N (default: now); by \
      itself the same as --as-of.
      """, valueName: "point"))
  var known: String?

  @OptionGroup var times: ZoneOptions

  func validate() throws {
    _ = try point
  }

  /// The point that was asked for; nil for now.
  var point: AsOf? {
    get throws {
      try asked { try AsOf(asOf, known: known, at: times.view) }
    }
  }

  /// How a heading repeats the point, and says the instant that a time without a zone meant.
  var heading: String {
    guard let asOf else { return known.map { ", as known at \(Terminal.safe($0))" } ?? "" }
    let said = asOf.split(separator: ":", maxSplits: 1).last.map(String.init) ?? asOf
    let isExact = [asOf, said].contains { Timestamp($0)?.instant != nil }
    let instant = isExact ? nil : (try? point)?.instant
    let meant = instant.flatMap { instant in
      (try? times.local).map { " (\(Phrase.time($0.text(of: instant))))" }
    }
    let limit = known.map { ", as known at \(Terminal.safe($0))" } ?? ""
    return ", as of \(Terminal.safe(asOf))\(meant ?? "")\(limit)"
  }
}

/// What options say; an error of usage when one is not written as it must be.
func asked<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as MalformedQuestion {
    throw ValidationError(error.description)
  } catch let error as UnknownWord {
    throw ValidationError(error.line)
  }
}
