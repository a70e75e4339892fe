/// Sixteen bytes that nobody can guess: without them a leaf's hash says nothing of its text.
public struct Salt: Sendable, Hashable {
  private let high: UInt64
  private let low: UInt64

  /// How many bytes a salt has.
  public static let size = 16

  /// A salt of these bytes; nil when there are not 16.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == Salt.size else { return nil }
    self = bytes.withUnsafeBytes { Salt($0) }
  }

  /// A salt of the first 16 of some bytes.
  package init(_ bytes: UnsafeRawBufferPointer) {
    high = bytes.loadUnaligned(as: UInt64.self)
    low = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  }

  /// The 16 bytes.
  public var bytes: [UInt8] { withUnsafeBytes(of: (high, low)) { Array($0) } }

  /// Puts the salt into some bytes, over 16 of them.
  func write(to bytes: inout [UInt8], at place: Int) {
    bytes.withUnsafeMutableBytes { bytes in
      bytes.storeBytes(of: high, toByteOffset: place, as: UInt64.self)
      bytes.storeBytes(of: low, toByteOffset: place + 8, as: UInt64.self)
    }
  }
}
