internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Projections
internal import Store
internal import Vault

/// `throughline quarantine`: lets a projection pass over a record it cannot take.
struct QuarantineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "Let a projection pass over one record; the decision is an event in the log.")

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
    let opened = try store.open(to: .append)
    let log = try await opened.log()
    let projection = try ProjectionArgument.named(projection)
    guard try opened.events.record(at: Position(position)) != nil else {
      throw Refusal(
        "the log has no position \(position); it ends at \(try opened.events.head().position)")
    }
    var event = NewEvent(
      id: log.minter.eventID(
        source: "throughline", externalID: "\(projection.name)@\(position)",
        externalVersion: String(projection.version), name: "quarantine"),
      stream: .projection(projection.name), type: .eventQuarantined)
    event.actor = opened.actor
    event.body = [
      "projection": .string(projection.name), "codeVersion": .int(Int64(projection.version)),
      "position": .int(position),
    ]
    event.personal = [
      PersonalPart(subject: event.defaultSubject, content: ["reason": .string(reason)])
    ]
    let placement: Placement?
    do throws(AppendError) {
      placement = try await log.append([event]).first
    } catch {
      guard case .idReused(_, let place) = error else { throw error }
      throw Refusal(
        "\(projection.name) passes over position \(position) already, see position \(place)")
    }
    let place = placement?.position.rawValue ?? 0
    if output.json {
      return Terminal.show([
        "projection": .string(projection.name), "position": .int(position),
        "recordedAt": .int(place),
      ])
    }
    print("\(projection.name) passes over position \(position), as recorded at position \(place).")
    print("Run `throughline project` to go on.")
  }
}
