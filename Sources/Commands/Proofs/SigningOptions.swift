internal import ArgumentParser
internal import InteractionModel
internal import Merkle
internal import Store
internal import Vault

/// Where the key of a log's checkpoints is.
struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file of the signing key, mode 0600 (default: signing.key in the store's directory).",
      valueName: "file"))
  var signingKeyFile: String?

  /// The file that is meant.
  func keyFile(of store: StoreOptions) throws -> SigningKeyFile {
    SigningKeyFile(path: try signingKeyFile ?? store.url.defaultSigningKeyFile)
  }
}

extension VerifierKey {
  /// The key on a command line.
  /// - Throws: `ValidationError` when it is none.
  init(argument text: String) throws {
    do throws(NoteError) {
      try self.init(text)
    } catch {
      throw ValidationError("--key: \(error.said)")
    }
  }
}
