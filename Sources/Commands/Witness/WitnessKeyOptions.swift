internal import ArgumentParser
internal import Foundation
internal import Merkle
internal import Vault

/// Where the key of a witness is, and what it remembers.
struct WitnessKeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file of the witness's key, mode 0600; made when it is not there.", valueName: "file"))
  var key: String

  @Option(
    help: ArgumentHelp(
      "The folder with what it cosigned last (default: the key's file with .state behind it).",
      valueName: "folder"))
  var state: String?

  @Option(
    help: ArgumentHelp(
      "The name of a key that is made, for example witness.example/w1 (default: this host's).",
      valueName: "name"))
  var name: String?

  /// Opens both; makes both where there is no key yet.
  func home() throws -> WitnessHome {
    let name = name ?? "\(ProcessInfo.processInfo.hostName)/witness"
    let home = try WitnessHome(keyFile: key, folder: state ?? "\(key).state", name: name)
    try require(home.key.verifier)
    return home
  }

  /// The public half of the key, which is made where there is none.
  func verifier() throws -> VerifierKey {
    guard let found = try WitnessHome.verifier(in: key) else { return try home().key.verifier }
    try require(found)
    return found
  }

  private func require(_ found: VerifierKey) throws {
    guard name == nil || name == found.name else {
      throw Refusal("the key \(key) is that of “\(found.name)”; a key keeps its name")
    }
  }
}

extension VerifierKey {
  /// The key on a command line.
  /// - Parameters:
  ///   - text: what was typed.
  ///   - option: behind which option.
  ///   - algorithm: whose key it has to be.
  /// - Throws: `ValidationError` when it is none.
  init(argument text: String, of option: String, _ algorithm: NoteAlgorithm) throws {
    do throws(NoteError) {
      try self.init(text)
      guard self.algorithm == algorithm else { throw .otherAlgorithm(name: name) }
    } catch {
      throw ValidationError("\(option): \(error.said)")
    }
  }
}
