public import InteractionModel

/// How well something matches, counted in thousandths: the numbers of JSON are whole here.
public struct Score: Sendable, Hashable, CustomStringConvertible {
  /// The thousandths.
  public let thousandths: Int64

  /// A score; one that no whole number has is the greatest.
  init(_ value: Double) {
    thousandths =
      Int64(exactly: (value * 1_000).rounded()).map { min($0, Score.most) } ?? Score.most
  }

  /// The greatest number that JSON holds for everybody (RFC 7493 §2.2).
  private static let most: Int64 = 9_007_199_254_740_991

  /// The score as answers have it.
  var json: JSONValue { .int(thousandths) }

  /// With three decimals: `5.166`; of what matches and has less than one of them, `<0.001`.
  public var description: String {
    if thousandths == 0 { return "<0.001" }
    let fraction = String(thousandths.magnitude % 1_000)
    return (thousandths < 0 ? "-" : "") + "\(thousandths.magnitude / 1_000)."
      + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
