internal import InteractionModel

/// One measured figure beside the limit measured in the same run.
struct Figure {
  /// What was measured.
  let name: String
  /// The median.
  let value: Double
  let unit: String
  /// The median of the limit; nil when there is none.
  let limit: Double?
  /// What the limit is.
  let limitName: String?
  /// The median of value ÷ limit, pair by pair.
  let ratio: Double?
  /// The ratio to reach (at least), or the value itself where there is no limit.
  let target: Double?
  /// Whether smaller is better.
  var isCost = false

  var isMet: Bool? {
    guard let target else { return nil }
    let reached = ratio ?? value
    return isCost ? reached <= target : reached >= target
  }

  /// As JSON; fractions are decimal strings, as everywhere in the project.
  var json: JSONValue {
    func number(_ value: Double?) -> JSONValue {
      value.map { .string(Figure.text($0)) } ?? .null
    }
    return [
      "name": .string(name), "value": number(value), "unit": .string(unit),
      "limit": number(limit), "ratio": number(ratio), "target": number(target),
      "met": isMet.map(JSONValue.bool) ?? .null,
    ]
  }

  /// A number with three significant digits and no exponent.
  static func text(_ value: Double) -> String {
    if value >= 100 { return String(Int(value.rounded())) }
    let scaled = Int((value * 1_000).rounded())
    let fraction = String(scaled % 1_000)
    return "\(scaled / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
