internal import ArgumentParser
internal import InteractionModel

/// `throughline party erase ID`: erases a party, under every name it is known by.
struct PartyEraseCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase a party: whatever is sealed about them becomes unreadable for ever.",
    discussion: """
      Takes everything sealed about the party and whomever they were merged with, in every \
      conversation; what other people wrote stays theirs, also where they wrote about the party. \
      A hold on the party, on a conversation or a case of theirs refuses it (exit code 1), which \
      is recorded too. An erasure that is interrupted is finished by the next command.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Erasure") var options: ErasingOptions
  @OptionGroup var times: ZoneOptions

  @Argument(help: "The party.")
  var id: String

  func validate() throws {
    guard EntityKey.isValid(id: id) else { throw ValidationError("“\(id)” is no id of a party") }
  }

  func run() async throws {
    try await ErasureRun(entity: .party(id), store: store, output: output, options: options).run()
  }
}
