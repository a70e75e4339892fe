internal import InteractionModel

/// What tells the content of one file from that of any other that is at hand: its length and two sums
/// over its words.
///
/// Enough for files that nobody made to be mistaken for another; whoever could do that can as well
/// leave the file out.
struct FileFingerprint {
  private var length = 0
  private var sums: (UInt64, UInt64) = (0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F)

  /// The fingerprint of all that a reader has.
  init(_ reader: ChunkReader) throws(IntakeError) {
    while try reader.more() {
      reader.bytes.withUnsafeBytes { chunk in
        for byte in chunk[reader.index..<reader.count] { take(byte) }
      }
      reader.index = reader.count
    }
  }

  private mutating func take(_ byte: UInt8) {
    length += 1
    sums.0 = (sums.0 ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    sums.1 = (sums.1 &+ UInt64(byte)) &* 0xD6E8_FEB8_6659_FD93
    sums.1 ^= sums.1 >> 32
  }

  /// The words that tell it.
  var text: String { "\(length)/\(sums.0)/\(sums.1)" }
}
