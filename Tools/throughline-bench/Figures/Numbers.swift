/// Statistics of measurements, and numbers as people read them.
enum Numbers {
  /// The middle value; 0 of none.
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The smallest value that so many per cent of all are at or below (nearest rank); 0 of none.
  static func percentile(_ percent: Int, of values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let rank = (sorted.count * min(max(percent, 0), 100) + 99) / 100
    return sorted[max(rank, 1) - 1]
  }

  /// A number with three or four significant digits and no exponent.
  static func short(_ value: Double) -> String {
    let size = value.isFinite ? abs(value) : 0
    // What is rounded up to the next power of ten is written as that is.
    guard size < 99.95 else { return String(Int(value.rounded())) }
    let digits = size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3
    let scale = [1, 10, 100, 1_000][digits]
    let scaled = Int((size * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(value < 0 ? "-" : "")\(scaled / scale).\(zeros)\(fraction)"
  }

  /// The value to as many digits as a measurement can be trusted to: whole above 100, else to the
  /// thousandth.
  static func rounded(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    return abs(value) >= 100 ? value.rounded() : (value * 1_000).rounded() / 1_000
  }
}
