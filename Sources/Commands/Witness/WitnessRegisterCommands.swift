internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Queries
internal import Store

/// `throughline witness add`: has checkpoints cosigned by somebody else.
struct WitnessAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Have this log's checkpoints cosigned by a witness from now on.",
    discussion: """
      A record of the log says so, and how many of its witnesses have to cosign. `checkpoint` sends \
      each what it signs, with the proof that it extends what the witness cosigned last. Of a witness \
      that is there already, gives it another URL or quorum.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "Where the witness is: what stands before /add-checkpoint.")
  var url: String

  @Option(help: ArgumentHelp("The witness's key, got from whoever runs it.", valueName: "vkey"))
  var key: String

  @Option(
    help: ArgumentHelp(
      "How many witnesses have to cosign from now on (default: as many as before, at least 1).",
      valueName: "number"))
  var quorum: Int?

  func validate() throws {
    guard WitnessURL(url) != nil else {
      throw ValidationError(
        "a witness is at http://… or https://…, without name, password, question mark or fragment")
    }
    _ = try VerifierKey(argument: key, of: "--key", .cosignature)
  }

  func run() async throws {
    guard let place = WitnessURL(url) else { return }
    let key = try VerifierKey(argument: key, of: "--key", .cosignature)
    let witnesses = try await WitnessRegistering(try store.open(to: .append))
      .add(key, at: place, quorum: quorum)
    if output.json { return Terminal.show(witnesses.json) }
    Terminal.say("\(key.name) is asked to cosign from now on. \(witnesses.said)")
  }
}

/// `throughline witness remove`: has them cosigned by somebody no longer.
struct WitnessRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Have this log's checkpoints cosigned by a witness no longer.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The witness's name, or its key.")
  var name: String

  @Option(
    help: ArgumentHelp(
      "How many of the others have to cosign (default: as many as before, or all of them).",
      valueName: "number"))
  var quorum: Int?

  func run() async throws {
    let witnesses = try await WitnessRegistering(try store.open(to: .append))
      .remove(name, quorum: quorum)
    if output.json { return Terminal.show(witnesses.json) }
    Terminal.say("\(name) is asked no longer. \(witnesses.said)")
  }
}

/// `throughline witness list`: who cosigns.
struct WitnessListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show who cosigns this log's checkpoints, and how many have to.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var lines: LineOptions

  func run() async throws {
    let opened = try store.open(to: .read)
    defer { opened.closeWhatIsRead() }
    let witnesses = try opened.events.witnesses()
    if lines.isAsked { return try lines.show(witnesses.lines, asJSON: output.json) }
    if output.json { return Terminal.show(witnesses.json) }
    for witness in witnesses.registered {
      print("From record \(witness.from) at \(Terminal.safe(witness.url)):\n  \(witness.key)")
    }
    Terminal.say(witnesses.said)
  }
}

extension Witnesses {
  /// How many have to cosign.
  fileprivate var said: String {
    registered.isEmpty
      ? "Nobody cosigns this log's checkpoints."
      : "\(quorum) of \(registered.count) have to cosign a checkpoint."
  }
}
