/// Ids as systems of a city mint them: a letter and eleven signs, 55 bits of chance.
///
/// Short enough to be kept without memory of their own, long enough that among ten million no two
/// are the same.
enum ShortID {
  private static let signs: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"

  /// A fresh id.
  static func mint(_ prefix: Unicode.Scalar, _ random: inout RandomSource) -> String {
    var bits = random.next()
    return String(unsafeUninitializedCapacity: 12) { buffer in
      buffer[0] = UInt8(truncatingIfNeeded: prefix.value)
      for place in 1..<12 {
        buffer[place] = signs.utf8Start[Int(bits & 31)]
        bits >>= 5
      }
      return 12
    }
  }
}
