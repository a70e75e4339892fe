/// Large numbers as people read them, and round numbers for axes.
enum Magnitude {
  /// `100 k`, `2.5 M`.
  static func short(_ value: Double) -> String {
    for (size, letter) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value >= size {
      return trimmed(value / size) + " \(letter)"
    }
    return trimmed(value)
  }

  /// A short number without zeros at its end that say nothing.
  private static func trimmed(_ value: Double) -> String {
    var text = Numbers.short(value)
    while text.contains("."), text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// `12,345`; small numbers with their fraction.
  static func grouped(_ value: Double) -> String {
    guard value >= 1_000 else { return Numbers.short(value) }
    let digits = Array(String(Int(value.rounded())))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// The smallest of 1, 2, 5, 10, 20, 50 … that is not below a value: the top of an axis.
  static func ceiling(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 1 }
    var power = 1.0
    while power * 10 <= value { power *= 10 }
    while power > value { power /= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= value } ?? value
  }
}
