/// The id of the key of a sealed part, as a number: what is compared and looked up for each part.
package struct PartKey: Sendable, Hashable {
  /// How many digits the text has.
  package static let digits = 32

  private let high: UInt64
  private let low: UInt64

  /// Reads 32 hexadecimal digits of lower case, as the log writes them; nil for anything else.
  package init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count == PartKey.digits, let start = text.baseAddress,
      let first = PartKey.number(start), let second = PartKey.number(start + 8),
      let third = PartKey.number(start + 16), let fourth = PartKey.number(start + 24)
    else { return nil }
    high = UInt64(first) << 32 | UInt64(second)
    low = UInt64(third) << 32 | UInt64(fourth)
  }

  /// Reads 32 hexadecimal digits of lower case; nil for anything else.
  package init?(_ text: String) {
    var text = text
    guard let key = text.withUTF8({ PartKey($0) }) else { return nil }
    self = key
  }

  private static func number(_ digits: UnsafePointer<UInt8>) -> UInt32? {
    let bytes = EightBytes.load(digits)
    // Letters of upper case are those without 0x20 that have 0x40.
    let upper = (bytes >> 1) & ~bytes & 0x2020_2020_2020_2020
    return upper == 0 ? EightBytes.hexadecimal(bytes) : nil
  }

  /// The 32 digits.
  package var text: String {
    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Hex.string($0) }
  }
}
