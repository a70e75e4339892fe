public import Merkle

/// The key of a witness and what it remembers.
public struct WitnessHome: Sendable {
  /// The key, which only cosigns.
  public let key: SigningKey
  /// What it cosigned last.
  public let memory: WitnessFolder

  /// Opens both; makes both where there is no key yet.
  /// - Parameters:
  ///   - keyFile: where the key is, or shall be.
  ///   - folder: where its memory is, or shall be.
  ///   - name: the name of a key that is made.
  /// - Throws: ``SigningKeyError`` or ``WitnessFolderError``.
  public init(keyFile: String, folder: String, name: String) throws {
    let file = WitnessHome.file(keyFile)
    // The memory first: a key without one is a witness that has forgotten.
    memory = try WitnessFolder(folder, makingIt: !file.exists)
    key = try file.exists ? file.read() : file.readOrCreate(for: name)
  }

  /// The key alone, where there is one; nobody has to have the memory for that.
  /// - Parameter keyFile: where the key is.
  /// - Returns: its public half; nil when there is no key.
  /// - Throws: ``SigningKeyError``.
  public static func verifier(in keyFile: String) throws(SigningKeyError) -> VerifierKey? {
    let file = file(keyFile)
    return file.exists ? try file.read().verifier : nil
  }

  private static func file(_ path: String) -> SigningKeyFile {
    SigningKeyFile(path: path, algorithm: .cosignature)
  }
}
