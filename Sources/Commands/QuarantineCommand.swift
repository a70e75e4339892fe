internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Projections
internal import Store

/// `throughline quarantine`: lets a projection pass over a record it cannot take.
struct QuarantineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "Make a projection skip one record; that decision is recorded in the log.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The projection.")
  var projection: String

  @Argument(help: "The position of the record.")
  var position: Int64

  @Option(help: "Why, in words.")
  var reason: String

  func validate() throws {
    _ = try ProjectionArgument.named(projection)
    guard position > 0 else { throw ValidationError("positions start at 1") }
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw ValidationError("--reason must say why the record is passed over")
    }
  }

  func run() async throws {
    let projection = try ProjectionArgument.named(projection)
    let quarantine = try await store.open(to: .append).quarantine(
      Position(position), for: projection, reason: reason)
    if output.json { return Terminal.show(quarantine.json) }
    let place = quarantine.recordedAt
    Terminal.say(
      "\(projection.name) passes over position \(position), as recorded at position \(place).")
    print("Run `throughline project` to go on.")
  }
}
