internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Queries
internal import Store

/// `throughline key rotate-signing`: another key signs the log's checkpoints.
struct RotateSigningCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-signing",
    abstract: "Replace the key that signs checkpoints; the one in force signs that.",
    discussion: """
      Signs a last checkpoint with the key in force, makes a key, records it with a statement by the \
      one before, puts it in that one's file and signs a first checkpoint with it. Tell the new key to \
      whoever holds the old one; a log that they verify shows them the way from one to the other. An \
      interrupted rotation loses no key: run it again.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  func run() async throws {
    let opened = try store.open(to: .append)
    let change = try await SigningKeyRotating(opened, key: signing.keyFile(of: store)).run()
    if output.json { return Terminal.show(change.json) }
    Terminal.say(
      "Checkpoints of more than \(change.position.previous) records are verified with")
    print(change.key)
    Terminal.say("Keep a copy of its file elsewhere; the key before it is gone.")
  }
}

/// `throughline key signing`: the keys that the log's checkpoints are signed with.
struct SigningKeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signing",
    abstract: "Show the public keys that checkpoints are verified with, and from where on.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let opened = try store.open(to: .read)
    defer { opened.closeWhatIsRead() }
    let keys = try opened.events.signingKeys()
    if output.json { return Terminal.show(keys.json) }
    for reign in keys.reigns {
      if reign.lost != nil { Terminal.say(reign.words) }
      print("From record \(reign.from):\n  \(reign.key)")
    }
    if keys.reigns.isEmpty {
      Terminal.say("This log names none: it was made before there were checkpoints.")
    }
  }
}
