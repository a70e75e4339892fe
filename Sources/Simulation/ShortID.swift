internal import InteractionModel

/// Ids as systems of a city mint them: a letter and eleven signs, 55 bits of chance.
///
/// Short enough to be kept without memory of their own, long enough that among ten million no two
/// are the same.
enum ShortID {
  private static let signs: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"

  /// A fresh id.
  static func mint(_ prefix: Unicode.Scalar, _ random: inout RandomSource) -> String {
    id(prefix, of: random.next())
  }

  /// The id of a letter and some random bits.
  static func id(_ prefix: Unicode.Scalar, of bits: UInt64) -> String {
    let id = text(prefix, bits, letterAt: nil)
    // One of a hundred thousand could be a telephone number behind a letter, and would be refused.
    return PersonalIdentifier.isLikely(id) ? text(prefix, bits, letterAt: 6) : id
  }

  private static func text(
    _ prefix: Unicode.Scalar, _ bits: UInt64, letterAt letter: Int?
  ) -> String {
    var bits = bits
    return String(unsafeUninitializedCapacity: 12) { buffer in
      buffer[0] = UInt8(truncatingIfNeeded: prefix.value)
      for place in 1..<12 {
        let sign = Int(bits & 31)
        buffer[place] = signs.utf8Start[place == letter && sign < 10 ? sign + 10 : sign]
        bits >>= 5
      }
      return 12
    }
  }
}
