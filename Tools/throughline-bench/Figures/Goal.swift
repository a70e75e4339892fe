/// What a figure has to reach.
enum Goal: Equatable {
  /// The ratio to the limit, at least.
  case ratioAtLeast(Double)
  /// The ratio to the limit, at most: smaller is better.
  case ratioAtMost(Double)
  /// The value itself, at most.
  case valueAtMost(Double)
  /// The ratio to the limit, at most, and the value itself.
  case bothAtMost(ratio: Double, value: Double)

  /// The number to reach.
  var target: Double {
    switch self {
    case .ratioAtLeast(let target), .ratioAtMost(let target), .valueAtMost(let target),
      .bothAtMost(let target, _):
      target
    }
  }

  /// Whether a value and its ratio reach it; what is not measured does not.
  func isMet(value: Double, ratio: Double?) -> Bool {
    switch self {
    case .ratioAtLeast(let target): ratio.map { $0 >= target } ?? false
    case .ratioAtMost(let target): ratio.map { $0 <= target } ?? false
    case .valueAtMost(let target): value <= target
    case .bothAtMost(let most, let limit): value <= limit && ratio.map { $0 <= most } ?? false
    }
  }

  /// For people: `≥ 0.400 ×`.
  var text: String {
    switch self {
    case .ratioAtLeast(let target): "≥ \(Numbers.short(target)) ×"
    case .ratioAtMost(let target): "≤ \(Numbers.short(target)) ×"
    case .valueAtMost(let target): "≤ \(Numbers.short(target))"
    case .bothAtMost(let ratio, let value):
      "≤ \(Numbers.short(ratio)) ×, ≤ \(Numbers.short(value))"
    }
  }
}
