internal import ArgumentParser
internal import Queries

/// `--as-of` and the zone its dates are in.
struct AsOfOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A point in history: @N, recorded:T, occurred:T, or a time (recorded).",
      valueName: "point"))
  var asOf: String?

  @Option(help: "The time zone of times without one, for example America/New_York.")
  var zone: String?

  func validate() throws {
    _ = try point
  }

  /// The point that was asked for; nil for now.
  var point: AsOf? {
    get throws {
      try asked { try asOf.map { try AsOf($0, zone: LocalZone(zone)) } }
    }
  }

  /// How a heading repeats the point.
  var heading: String { asOf.map { ", as of \(Terminal.safe($0))" } ?? "" }
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
