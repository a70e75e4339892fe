internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Store
internal import Vault

/// `throughline key …`: the master key, and the key that signs.
struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Look after the keys.",
    subcommands: [
      RotateMasterCommand.self, RotateSigningCommand.self, SigningKeysCommand.self,
      StartEpochCommand.self,
    ])
}

/// `throughline key rotate-master`: wraps every key anew by a new master key.
struct RotateMasterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-master",
    abstract: "Replace the master key; records and their own keys stay as they are.",
    discussion: """
      With a key file, a new key is made and takes the file's place; an interrupted rotation is \
      finished by the next command. With --master-key-command, give the command that prints the \
      new key with --new-master-key-command.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: "A command that prints the new master key.")
  var newMasterKeyCommand: String?

  func validate() throws {
    guard (store.masterKeyCommand == nil) == (newMasterKeyCommand == nil) else {
      throw ValidationError(
        "--new-master-key-command goes with --master-key-command, and is needed with it")
    }
  }

  func run() async throws {
    let opened = try store.open(to: .append)
    let rotated = try await opened.rotateMaster(
      to: newMasterKeyCommand.map { .command($0) }
        ?? .file(store.masterKeyFile ?? store.url.defaultKeyFile))
    if output.json { return Terminal.show(rotated.json) }
    Terminal.say("The master key \(rotated.fingerprint) is in force; keep a copy of it elsewhere.")
  }
}
