internal import ArgumentParser
internal import Merkle

/// Which witnesses have to have cosigned a checkpoint, for whoever trusts them.
struct TrustedWitnesses: ParsableArguments {
  @Option(
    name: .customLong("witness"),
    help: ArgumentHelp(
      "The key of a witness that has to have cosigned the checkpoint, got from elsewhere; several.",
      valueName: "vkey"))
  var witnesses: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many of the witnesses have to have cosigned it (default: all of them).",
      valueName: "number"))
  var quorum: Int?

  func validate() throws {
    guard (0...witnesses.count).contains(quorum ?? 0) else {
      throw ValidationError("--quorum is at most the number of witnesses that are given")
    }
    _ = try keys
  }

  /// Their keys.
  var keys: [VerifierKey] {
    get throws {
      try witnesses.map { try VerifierKey(argument: $0, of: "--witness", .cosignature) }
    }
  }

  /// How many of them have to.
  var wanted: Int { quorum ?? witnesses.count }

  /// That they did, once it was found; nil where nobody was asked for.
  var words: String? {
    witnesses.isEmpty ? nil : "At least \(wanted) of \(witnesses.count) witnesses cosigned it."
  }
}
