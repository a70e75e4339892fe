internal import Crypto
internal import EventLog
internal import Foundation
internal import InteractionModel

/// The key that wraps every other key of a vault: 32 bytes that never stand in the vault itself.
///
/// Whoever has it and the vault can open everything, and without it nothing can be opened, so it
/// is kept apart from the data directory's backups.
public struct MasterKey: Sendable {
  /// How many bytes a key has.
  public static let byteCount = 32

  let key: SymmetricKey
  /// Recognises the key without telling it: the first eight bytes of
  /// HMAC-SHA256(key, "throughline/master/v1") in hexadecimal.
  public let fingerprint: String

  /// A key of these bytes; nil unless there are 32.
  /// - Parameter bytes: the key.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == MasterKey.byteCount else { return nil }
    self.init(SymmetricKey(data: bytes))
  }

  private init(_ key: SymmetricKey) {
    self.key = key
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("throughline/master/v1".utf8), using: key)
    fingerprint = Hex.string(code.withUnsafeBytes { Array($0.prefix(8)) })
  }

  /// A new key from the system's random numbers.
  public static func random() -> MasterKey {
    MasterKey(SymmetricKey(size: .bits256))
  }

  /// The text that ``MasterKeyFile`` writes: 64 hexadecimal digits and a line feed.
  var fileBytes: [UInt8] {
    key.withUnsafeBytes { Array(Hex.string($0).utf8) } + [UInt8(ascii: "\n")]
  }

  /// Wraps a 32-byte key (RFC 3394): 40 bytes.
  func wrap(_ secret: SymmetricKey) throws(StorageFault) -> [UInt8] {
    do {
      return Array(try AES.KeyWrap.wrap(secret, using: key))
    } catch {
      throw StorageFault(
        code: .crypto, reason: "a key could not be wrapped", remedy: "restart the program")
    }
  }

  /// Unwraps a key; nil when it was not wrapped by this master key, or was altered since.
  func unwrap(_ wrapped: [UInt8]) -> SymmetricKey? {
    guard wrapped.count == 40 else { return nil }
    return try? AES.KeyWrap.unwrap(wrapped, using: key)
  }
}
