internal import Crypto

/// SHA-256 of bytes that come piece by piece, without a prefix; see ``Hash/content(_:)``.
public struct ContentHasher: Sendable {
  private var state = SHA256()

  /// Of no bytes yet.
  public init() {}

  /// Takes the next bytes.
  /// - Parameter bytes: the bytes.
  public mutating func update(_ bytes: [UInt8]) { state.update(data: bytes) }

  /// The digest of what came.
  public func finish() -> Hash { Hash(state.finalize()) }
}
