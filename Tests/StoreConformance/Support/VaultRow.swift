internal import InteractionModel
public import Vault

/// Rows of a vault for tests.
public enum VaultRow {
  /// A wrapped key or secret; another one for another seed.
  public static func wrapped(_ seed: UInt8) -> [UInt8] { [UInt8](repeating: seed, count: 40) }

  /// The subject of a number.
  public static func subject(_ number: Int, party: String? = nil) -> HiddenSubject {
    HiddenSubject(
      scope: .conversation("c-\(number)"), participant: "label of a", kind: "agent", party: party)
  }

  /// The key of a number; ids have the order of their numbers.
  public static func candidate(_ number: Int) -> KeyCandidate {
    KeyCandidate(keyID: id(number), wrapped: wrapped(UInt8(truncatingIfNeeded: number)))
  }

  /// The id of the key of a number.
  public static func id(_ number: Int) -> String {
    let hex = String(number, radix: 16)
    return String(repeating: "0", count: 32 - hex.count) + hex
  }
}
