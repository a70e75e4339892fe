internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Queries
internal import Store

/// `throughline hold …`: what must be preserved.
struct HoldCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Keep a party, a case or a conversation from being erased.",
    subcommands: [HoldPlaceCommand.self, HoldReleaseCommand.self, HoldListCommand.self])
}

/// `throughline hold place`: places a hold.
struct HoldPlaceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "place",
    abstract: "Place a hold: from then on nothing that it covers can be erased.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    help: ArgumentHelp("The party to hold, and whoever is merged with them.", valueName: "id"))
  var party: String?

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("The case to hold, with its conversations.", valueName: "id"))
  var matter: String?

  @Option(help: ArgumentHelp("The conversation to hold.", valueName: "id"))
  var conversation: String?

  @Option(help: ArgumentHelp("The authority for it, a code.", valueName: "code"))
  var authority: String

  @Option(help: ArgumentHelp("Who answers for it: the agency's id.", valueName: "id"))
  var custodian: String?

  @Option(help: "Why, in words; kept sealed. Do not name anybody.")
  var reason: String?

  func validate() throws {
    _ = try entity
    try AuthorityCode.check(authority)
    if let custodian, !EntityKey.isValid(id: custodian) {
      throw ValidationError("“\(custodian)” is no id of a custodian")
    }
  }

  private var entity: EntityKey {
    get throws {
      let named =
        [party.map(EntityKey.party), matter.map(EntityKey.case)]
        + [conversation.map(EntityKey.conversation)]
      let entities = named.compactMap(\.self)
      guard entities.count == 1, let entity = entities.first else {
        throw ValidationError("give one of --party, --case and --conversation")
      }
      guard EntityKey.isValid(id: entity.id) else {
        throw ValidationError("“\(entity.id)” is no id of a \(entity.kind.rawValue)")
      }
      return entity
    }
  }

  func run() async throws {
    let opened = try store.open(to: .append)
    let entity = try entity
    let hold = try await opened.placeHold(
      on: entity, authority: authority, custodian: custodian, reason: reason)
    if output.json { return Terminal.show(hold.json) }
    Terminal.say(
      "\(entity.kind.rawValue) \(entity.id) is held: \(hold.id), position \(hold.position).")
  }
}

/// `throughline hold release HOLD`: ends a hold.
struct HoldReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "End a hold.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The hold.")
  var hold: String

  @Option(help: "Why, in words; kept sealed. Do not name anybody.")
  var reason: String?

  func run() async throws {
    let opened = try store.open(to: .append)
    let released = try await opened.releaseHold(hold, reason: reason)
    if output.json { return Terminal.show(released.json) }
    let place = released.release?.position ?? .start
    Terminal.say(
      "\(released.entity.kind.rawValue) \(released.entity.id) is no longer held by it, "
        + "as recorded at position \(place).")
  }
}

/// `throughline hold list`: every hold that was ever placed.
struct HoldListCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the holds, those in force first.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var lines: LineOptions
  @OptionGroup var times: ZoneOptions

  func run() async throws {
    let list = try HoldList(store.reader())
    if lines.isAsked { return try lines.show(list.lines, asJSON: output.json) }
    if output.json { return Terminal.show(list.json) }
    guard !list.holds.isEmpty else { return print("Nothing is held.") }
    var table = TextTable("STATE", "ON", "ID", "AUTHORITY", "CUSTODIAN", "PLACED", "BY", "HOLD")
    for hold in list.holds {
      table.add(
        hold.isInForce ? "in force" : "released", hold.entity.kind.rawValue, hold.entity.id,
        hold.authority, hold.custodian ?? "–", Phrase.time(hold.recorded.description),
        Terminal.name(hold.actor), hold.id)
    }
    table.show()
  }
}
