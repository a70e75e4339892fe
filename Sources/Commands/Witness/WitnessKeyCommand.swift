internal import ArgumentParser
internal import InteractionModel
internal import Merkle

/// `throughline witness key`: what a witness's cosignatures are verified with.
struct WitnessKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Show the public key of a witness, made when there is none yet.")

  @OptionGroup var witness: WitnessKeyOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let key = try witness.verifier()
    if output.json { return Terminal.show(["key": .string(key.description)]) }
    print(key.description)
  }
}
